/** Letters about what customers say is wrong with what they got. */
import type { LetterOf } from '#auth/letters/letter.ts';
import type { Formatter } from '../lib/format.ts';
import type { Said, Words } from './said.ts';

export function ofWaitingClaim(
  { accountName, number, why, sentAt }: LetterOf<'claim_waiting'>,
  words: Words,
  format: Formatter,
): Said {
  const { subject, whys, once } = words.claim;
  return {
    subject: subject(number, accountName),
    paragraphs: [whys[why], once],
    facts: [
      [words.facts.company, accountName],
      [words.facts.claim, number],
      [words.facts.sent, format.instant(new Date(sentAt))],
    ],
    link: { path: '/desk/claims', word: words.links.deskClaims },
  };
}

export function ofDecidedClaim(
  { accountName, number, decision }: LetterOf<'claim_decided'>,
  words: Words,
): Said {
  const { subject, text, decisions } = words.claimDecided;
  return {
    subject: subject(number),
    paragraphs: [text],
    facts: [
      [words.facts.company, accountName],
      [words.facts.claim, number],
      [words.facts.decision, decisions[decision]],
    ],
    link: { path: '/claims', word: words.links.claims },
  };
}
