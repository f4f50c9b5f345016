import { renderToStaticMarkup } from 'react-dom/server';
import type { Letter, LetterOf } from '#auth/letters/letter.ts';
import { adminWords } from '../admin/words.ts';
import { frameWords } from '../frame/words.ts';
import { formatterFor } from '../lib/format.ts';
import type { Formatter } from '../lib/format.ts';
import { wordsIn } from '../lib/i18n.ts';
import { toOneLine } from '../lib/one-line.ts';
import { LetterSheet } from './letter-sheet.tsx';
import type { LetterText } from './letter-sheet.tsx';
import type { Said, Words } from './said.ts';
import { ofDecidedClaim, ofWaitingClaim } from './say-of-claims.server.ts';
import { ofClosing, ofDeputy, ofLateRequest, ofLoneChange, ofStaffLink } from './say-to-staff.server.ts';
import { lettersWords } from './words.ts';

export type ComposedLetter = { subject: string; text: string; html: string };

export type LetterSettings = {
  language: 'ru' | 'en';
  writtenAt: Date;
  companyName: string;
  /** Of the portal; every link of a letter leads to a page of it that anybody may know. */
  origin: string;
  timeZone: string;
};

/**
 * A letter in its reader's language, as plain text and as simple HTML that says the same. Whatever came from a person
 * is one line of text in both (ADM-09): React escapes it in the one, and nothing in the other means anything.
 */
export function composeLetter(letter: Letter, settings: LetterSettings): ComposedLetter {
  const words = wordsIn(lettersWords, settings.language);
  const format = formatterFor(settings.language, settings.timeZone);
  const said = say(letter, words, format, settings);
  const facts = [...said.facts, [words.facts.when, format.instant(settings.writtenAt)] as const];
  const sheet: LetterText = {
    title: toOneLine(said.subject),
    paragraphs: said.paragraphs,
    facts: facts.map(([name, value]) => ({ name, value: toOneLine(value) })),
    link: { href: `${settings.origin}${said.link.path}`, word: said.link.word },
    foot: [words.foot.never, words.foot.automatic(settings.companyName)],
  };
  const html = renderToStaticMarkup(
    <LetterSheet language={settings.language} companyName={settings.companyName} letter={sheet} />,
  );
  return {
    subject: toOneLine(words.subject(settings.companyName, said.subject)),
    text: toPlainText(sheet),
    html: `<!DOCTYPE html>${html}`,
  };
}

function toPlainText({ title, paragraphs, facts, link, foot }: LetterText): string {
  const list = facts.map(({ name, value }) => `${name}: ${value}`).join('\n');
  return [title, ...paragraphs, list, `${link.word}: ${link.href}`, '--', ...foot].join('\n\n') + '\n';
}

function say(letter: Letter, words: Words, format: Formatter, settings: LetterSettings): Said {
  const { language } = settings;
  switch (letter.kind) {
    case 'key_registered':
      return ofKey(letter, words, {
        ...words.registered,
        link: 'stop',
        paragraphs: [ifUnknown(letter, words)],
      });
    case 'key_changed': {
      const { subject, text } = words.changed[letter.change];
      const paragraphs = [letter.change === 'resumed' ? ifUnknown(letter, words) : words.unasked];
      const said = ofKey(letter, words, { subject, text, link: 'myKey', paragraphs });
      return { ...said, facts: [...said.facts, [words.facts.why, words.causes[letter.cause]]] };
    }
    case 'pin_changed':
      return ofKey(letter, words, {
        ...words.pin[letter.change],
        link: 'stop',
        paragraphs: [ifUnknown(letter, words)],
      });
    case 'key_unused':
      return ofKey(letter, words, {
        subject: words.unused.subject,
        text: letter.isRegistered ? words.unused.registered(letter.days) : words.unused.waiting(letter.days),
        link: 'stop',
        paragraphs: [words.unused.lost],
      });
    case 'proposal_made':
    case 'proposal_decided':
      return ofProposal(letter, words, toOneLine(settings.companyName));
    case 'computer_changed':
      return ofComputer(letter, words);
    case 'address_changed':
      return ofAddress(letter, words);
    case 'deputy_named':
    case 'deputy_ended':
      return ofDeputy(letter, words, format);
    case 'account_closed':
      return ofClosing(letter, words);
    case 'staff_link_made':
      return ofStaffLink(letter, words, { format, roles: wordsIn(frameWords, language).roles });
    case 'lone_change':
      return ofLoneChange(letter, words, format);
    case 'request_late':
      return ofLateRequest(letter, words, format);
    case 'claim_waiting':
      return ofWaitingClaim(letter, words, format);
    case 'claim_decided':
      return ofDecidedClaim(letter, words);
    case 'alarm_raised':
      return ofAlarm(letter, words, language);
  }
}

type AboutKey = { keyLabel: string; holderName: string; accountName: string | null };
type SaidOfKey = {
  subject: (key: string, holder: string) => string;
  text: string;
  link: 'stop' | 'myKey';
  paragraphs: string[];
};

/** Keys of the staff have no manager. */
function ifUnknown({ accountName }: AboutKey, words: Words): string {
  return accountName === null ? words.unknownStaff : words.unknown;
}

const PATHS = { stop: '/stop', myKey: '/my-key' } as const;

function ofKey(
  { keyLabel, holderName, accountName }: AboutKey,
  words: Words,
  { subject, text, link, paragraphs }: SaidOfKey,
): Said {
  return {
    subject: subject(keyLabel, holderName),
    paragraphs: [text, ...paragraphs],
    facts: factsOf(words, { keyLabel, holderName, accountName }),
    link: { path: PATHS[link], word: words.links[link] },
  };
}

function ofProposal(
  letter: LetterOf<'proposal_made' | 'proposal_decided'>,
  words: Words,
  seller: string,
): Said {
  const { what, subjectName, keyLabel, accountName } = letter;
  const isCompany = what === 'tie_move' || what === 'row_move';
  const asked = [words.facts.asked, words.proposals[what]] as const;
  const facts = [
    ...(isCompany ? [[words.facts.counterparty, subjectName] as const] : []),
    ...factsOf(words, { keyLabel, holderName: isCompany ? null : subjectName, accountName }),
  ];
  const link = { path: '/people', word: words.links.people };
  if (letter.kind === 'proposal_made') {
    const by = letter.proposedByName === null ? [] : [[words.facts.askedBy, letter.proposedByName] as const];
    const { subject, text } = words.asked;
    return { subject: subject(accountName), paragraphs: [text], facts: [asked, ...by, ...facts], link };
  }
  if (letter.decidedBy === 'staff' && letter.decision === 'approve')
    return { ...ofStaffDecision(letter, words, seller), facts: [asked, ...facts] };
  const { subject, text } = words.decided[letter.decision];
  return { subject: subject(accountName), paragraphs: [text], facts: [asked, ...facts], link };
}

/** Most who read it have no key; and the manager, who usually is called, is one of the two who decided. */
function ofStaffDecision(
  { what, accountName }: LetterOf<'proposal_decided'>,
  { decided: { byStaff }, links }: Words,
  seller: string,
): Omit<Said, 'facts'> {
  const isOfKey = what === 'key_issue' || what === 'computer_add';
  return {
    subject: byStaff.subject(accountName),
    paragraphs: [isOfKey ? byStaff.key : byStaff.text, byStaff.object(seller)],
    link: { path: '/', word: links.portal },
  };
}

function ofComputer(letter: LetterOf<'computer_changed'>, words: Words): Said {
  const { subject, text } = words.computer[letter.change];
  const { computerName } = letter;
  const computer = computerName === '' ? [] : [[words.facts.computer, computerName] as const];
  return {
    subject: subject(letter.holderName),
    paragraphs: [text, words.computer.unknown],
    facts: [...computer, ...factsOf(words, letter)],
    link: { path: PATHS.myKey, word: words.links.myKey },
  };
}

function ofAddress({ holderName, oldAddress, newAddress }: LetterOf<'address_changed'>, words: Words): Said {
  return {
    subject: words.address.subject(holderName),
    paragraphs: [words.address.text, words.unasked],
    facts: [
      [words.facts.holder, holderName],
      [words.facts.oldAddress, oldAddress ?? words.address.none],
      [words.facts.newAddress, newAddress],
    ],
    link: { path: PATHS.myKey, word: words.links.myKey },
  };
}

function ofAlarm(letter: LetterOf<'alarm_raised'>, words: Words, language: 'ru' | 'en'): Said {
  const { kinds } = wordsIn(adminWords, language).overview;
  const known = Object.entries(kinds).find(([kind]) => kind === letter.alarm);
  return {
    subject: words.alarm.subject,
    paragraphs: [known?.[1] ?? kinds.unknown],
    facts: factsOf(words, letter),
    link: { path: '/admin', word: words.links.admin },
  };
}

function factsOf(
  { facts }: Words,
  about: { keyLabel: string | null; holderName: string | null; accountName: string | null },
): (readonly [string, string])[] {
  const rows = [
    [facts.key, about.keyLabel],
    [facts.holder, about.holderName],
    [facts.company, about.accountName],
  ] as const;
  return rows.flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, value] as const]));
}
