import { findKnownPeople } from '#auth/holders/find-known-people.ts';
import type { KnownPerson } from '#auth/holders/person.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import { toSearchText } from '../lib/search-text.ts';
import { toSearchWords } from '../lib/search-words.ts';

export type KnownMatches = { people: KnownPerson[]; more: number };

const SHOWN = 20;

/** The people whom the manager knows and who could join the account, those whose name or e-mail has all the words. */
export async function findKnownMatches(
  db: Db,
  { accountId, actor, query }: { accountId: string; actor: StaffActor; query: string },
): Promise<KnownMatches> {
  const words = toSearchWords(query);
  const people = await findKnownPeople(db, { accountId, actor });
  const found = people.filter(({ name, email }) => {
    const text = toSearchText(`${name} ${email ?? ''}`);
    return words.every((word) => text.includes(word));
  });
  return { people: found.slice(0, SHOWN), more: Math.max(0, found.length - SHOWN) };
}
