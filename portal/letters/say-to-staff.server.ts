/** Letters about what the staff do among themselves, and of a company's end. */
import type { LetterOf } from '#auth/letters/letter.ts';
import type { StaffRole } from '#auth/permissions/roles.ts';
import type { Formatter } from '../lib/format.ts';
import type { Said, Words } from './said.ts';

type DeputyLetter = LetterOf<'deputy_named' | 'deputy_ended'>;

export function ofDeputy(letter: DeputyLetter, words: Words, format: Formatter): Said {
  const { managerName, deputyName, byName, fromOn, toOn } = letter;
  const { subject, text } = words.deputy[letter.kind];
  return {
    subject: subject(deputyName, managerName),
    paragraphs: [text, words.unknownStaff],
    facts: [
      [words.facts.manager, managerName],
      [words.facts.deputy, deputyName],
      [words.facts.days, `${format.day(fromOn)} – ${format.day(toOn)}`],
      [words.facts.doneBy, byName],
    ],
    link: { path: '/desk/deputies', word: words.links.deputies },
  };
}

export function ofClosing({ accountName, revokedKeys }: LetterOf<'account_closed'>, words: Words): Said {
  const { subject, text, keys } = words.closed;
  return {
    subject: subject(accountName),
    paragraphs: [text, words.closed.unknown],
    facts: [
      [words.facts.company, accountName],
      [keys, String(revokedKeys)],
    ],
    link: { path: '/', word: words.links.portal },
  };
}

export function ofLateRequest(
  { accountName, number, why, sentAt }: LetterOf<'request_late'>,
  words: Words,
  format: Formatter,
): Said {
  const { subject, text, whys } = words.lateRequest;
  return {
    subject: subject(number, accountName),
    paragraphs: [whys[why], text],
    facts: [
      [words.facts.company, accountName],
      [words.facts.request, number],
      [words.facts.sent, format.instant(new Date(sentAt))],
    ],
    link: { path: '/desk/requests', word: words.links.requests },
  };
}

type StaffLinkWords = { format: Formatter; roles: Readonly<Record<StaffRole, string>> };

export function ofStaffLink(
  { holderName, role, madeByName, opensAt }: LetterOf<'staff_link_made'>,
  words: Words,
  { format, roles }: StaffLinkWords,
): Said {
  const { subject, text, onServer } = words.staffLink;
  return {
    subject: subject(holderName),
    paragraphs: [text, words.unknownStaff],
    facts: [
      [words.facts.holder, role === null ? holderName : `${holderName} (${roles[role]})`],
      [words.facts.doneBy, madeByName ?? onServer],
      [words.facts.opens, format.instant(new Date(opensAt))],
    ],
    link: { path: '/', word: words.links.portal },
  };
}

export function ofLoneChange(
  { change, proposedByName, effectiveAt }: LetterOf<'lone_change'>,
  words: Words,
  format: Formatter,
): Said {
  const { subject, text } = words.loneChange;
  return {
    subject,
    paragraphs: [text, words.unknownStaff],
    facts: [
      [words.facts.asked, words.staffProposals[change]],
      [words.facts.askedBy, proposedByName],
      [words.facts.effective, format.instant(new Date(effectiveAt))],
    ],
    link: { path: '/', word: words.links.portal },
  };
}
