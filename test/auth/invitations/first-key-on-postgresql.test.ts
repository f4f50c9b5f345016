/** PostgreSQL lets transactions run side by side: two first keys of one account are not both the first (REC-05 amended). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimTicket } from '#auth/invitations/claim-ticket.ts';
import { isGuardedAccount } from '#auth/proposals/guarded-account.ts';
import { mintToken } from '#auth/tokens/opaque-token.ts';
import { aStaffActor } from '#test/support/actors.ts';
import { openTestAuth, openTicket } from '#test/support/auth.ts';
import { anAccount } from '#test/support/builders.ts';
import { aMember, issued } from '#test/support/company.ts';
import type { Desk } from '#test/support/company.ts';
import type { TestDb } from '#test/support/db.ts';
import { openPostgresqlTestDb } from '#test/support/postgresql.ts';

let testDb: TestDb;

beforeAll(async () => {
  testDb = await openPostgresqlTestDb();
});

afterAll(() => testDb.close());

async function aTicket({ auth, manager, accountId }: Desk) {
  const holderId = await aMember(testDb.db, accountId);
  const { invitation, keyId } = await issued({ auth, manager, accountId }, holderId);
  const { claimCode } = invitation;
  if (claimCode === null) throw new Error('the manager has no code');
  const invited = { invitation: { ...invitation, claimCode }, keyId, holderId, accountId };
  return openTicket(auth, invited, mintToken());
}

test('REC-05 a link that the manager kept back registers nothing in the same instant as the customer’s first key', async () => {
  const { db } = testDb;
  const auth = openTestAuth(db);
  const manager = await aStaffActor(db);
  const { id: accountId } = await anAccount(db, { accountManagerId: manager.holderId });
  const desk = { auth, manager, accountId };
  const tickets = [await aTicket(desk), await aTicket(desk), await aTicket(desk), await aTicket(desk)];
  const begun = aMeeting(tickets.length);
  const claimed = await Promise.all(
    tickets.map((ticket) =>
      db.$transaction(async (tx) => {
        expect(await isGuardedAccount(tx, accountId)).toBe(false);
        await begun();
        return claimTicket(tx, ticket, auth.now());
      }),
    ),
  );
  expect(claimed.filter(Boolean)).toHaveLength(1);
  expect(await db.key.count({ where: { accountId, activatedAt: { not: null } } })).toBe(1);
});

/** Nobody goes on before all have come. */
function aMeeting(people: number): () => Promise<void> {
  let missing = people;
  const waiting: (() => void)[] = [];
  return async () => {
    missing -= 1;
    if (missing > 0) return new Promise((resolve) => waiting.push(resolve));
    for (const goOn of waiting) goOn();
  };
}
