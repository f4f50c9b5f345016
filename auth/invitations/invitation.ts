import { randomInt } from 'node:crypto';
import type { Prisma } from '#prisma/client.ts';
import { DONGLE_KINDS } from '../dongles/dongle-kind.ts';
import { WAITING_STATUSES } from '../keys/key.ts';

/** What a link is for: it registers a key, or lets an old one that is in use answer on one more computer. */
export const LINK_PURPOSES = ['key', 'computer'] as const;
export type LinkPurpose = (typeof LINK_PURPOSES)[number];

/** Of a link whose key is in the state that the link is for. */
export function fitsItsKey(): { OR: Prisma.InvitationWhereInput[] } {
  return { OR: LINK_PURPOSES.map((purpose) => ({ purpose, key: keyFor(purpose) })) };
}

/** The keys that a link of this purpose is for. */
export function keyFor(purpose: LinkPurpose): Prisma.KeyWhereInput {
  switch (purpose) {
    case 'key':
      return { status: { in: [...WAITING_STATUSES] } };
    case 'computer':
      return { status: 'active', kind: { in: [...DONGLE_KINDS] } };
  }
}

/** Whatever is not known is the purpose that a key in use refuses. */
export function parseLinkPurpose(stored: string): LinkPurpose {
  return LINK_PURPOSES.find((purpose) => purpose === stored) ?? 'key';
}

/** Wrong claim codes until the invitation is dead, and how often its link may be opened at all (REG-01 amended). */
export const CLAIM_TRIES = 5;
export const INVITATION_OPENS = 10;
/** How long a ticket lets one browser register a key. */
export const TICKET_LIFETIME_SECONDS = 15 * 60;

/** Of a link that may be used now: one of the staff waits for a day, or for a second administrator (ADM-02 amended). */
export function opensBy(now: Date): { OR: ({ opensAt: null } | { opensAt: { lte: Date } })[] } {
  return { OR: [{ opensAt: null }, { opensAt: { lte: now } }] };
}

/** Crockford's base 32 without the letters that are read as digits; 8 of them are 40 random bits. */
const CODE_LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_LENGTH = 8;
const CODE = new RegExp(`^[${CODE_LETTERS}]{${CODE_LENGTH}}$`);

/** A claim code as it is printed: `XXXX-XXXX`. */
export function mintClaimCode(): string {
  const letters = Array.from({ length: CODE_LENGTH }, () =>
    CODE_LETTERS.charAt(randomInt(CODE_LETTERS.length)),
  );
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;
}

/**
 * A claim code as a person typed it, brought to the printed form: case, spaces and dashes do not matter, and
 * letters that look like digits are read as such.
 * @returns null when it can't be a claim code at all; that costs no try
 */
export function parseClaimCode(typed: string): string | null {
  const letters = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\-–—]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  if (!CODE.test(letters)) return null;
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}
