import type { Db } from '#prisma/client.ts';
import { maskAddress } from '../holders/notification-address.ts';
import type { Letter, LetterKind } from './letter.ts';
import { LETTER_FAULTS, MOST_TRIES } from './letter-post.ts';
import type { LetterFault } from './letter-post.ts';
import { parseLetter } from './send-letters.ts';

/** A letter as an administrator sees it: not to whom exactly, and what it says only where the demo shows that. */
export type ListedLetter = {
  id: string;
  /** Null: a kind that this version does not know. */
  kind: LetterKind | null;
  maskedAddress: string;
  language: 'ru' | 'en';
  writtenAt: Date;
  state: 'sent' | 'waiting' | 'given_up';
  tries: number;
  fault: LetterFault | null;
  letter: Letter | null;
};

export type Post = {
  waiting: number;
  givenUp: number;
  newest: ListedLetter[];
  /** Those that did not leave at their last try, whether or not there is another one; the newest first. */
  failed: ListedLetter[];
};

const SHOWN = 25;

const GIVEN_UP = { sentAt: null, attempts: { gte: MOST_TRIES }, claimedAt: null } as const;

/** How letters go out. */
export async function findPost(db: Db): Promise<Post> {
  return {
    waiting: await db.letter.count({ where: { sentAt: null, NOT: GIVEN_UP } }),
    givenUp: await db.letter.count({ where: GIVEN_UP }),
    newest: await list(db, {}),
    failed: await list(db, { sentAt: null, lastError: { not: null } }),
  };
}

async function list(db: Db, where: { sentAt?: null; lastError?: { not: null } }): Promise<ListedLetter[]> {
  const rows = await db.letter.findMany({
    where,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: SHOWN,
    select: {
      id: true,
      kind: true,
      paramsJson: true,
      address: true,
      language: true,
      createdAt: true,
      sentAt: true,
      claimedAt: true,
      attempts: true,
      lastError: true,
    },
  });
  return rows.map(({ id, address, language, createdAt: writtenAt, attempts: tries, lastError, ...row }) => {
    const letter = parseLetter(row);
    return {
      id,
      kind: letter?.kind ?? null,
      maskedAddress: maskAddress(address),
      language: language === 'en' ? 'en' : 'ru',
      writtenAt,
      state: stateOf({ ...row, tries }),
      tries,
      fault: lastError === null ? null : (LETTER_FAULTS.find((known) => known === lastError) ?? 'other'),
      letter,
    };
  });
}

function stateOf({
  sentAt,
  claimedAt,
  tries,
}: {
  sentAt: Date | null;
  claimedAt: Date | null;
  tries: number;
}): ListedLetter['state'] {
  if (sentAt !== null) return 'sent';
  return tries >= MOST_TRIES && claimedAt === null ? 'given_up' : 'waiting';
}
