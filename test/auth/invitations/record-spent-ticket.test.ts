import { expect } from 'vitest';
import { recordSpentTicket } from '#auth/invitations/record-spent-ticket.ts';
import { openInvitation } from '#auth/invitations/open-invitation.ts';
import { mintToken } from '#auth/tokens/opaque-token.ts';
import { newestEvents } from '#test/support/actors.ts';
import { TRACE, invite, openTestAuth } from '#test/support/auth.ts';
import { test } from '#test/support/db.ts';

test('REG-02 a ticket that comes back after it was spent leaves an event, with the key that it was for', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const { invitation, keyId, holderId, accountId } = await invite(auth);
  const browserToken = mintToken();
  const opened = await openInvitation(auth, { ...invitation, browserToken, trace: TRACE });
  if (!opened.ok) throw new Error(opened.reason);
  const replay = { ticket: opened.ticket, browserToken, trace: TRACE };
  await recordSpentTicket(auth, replay);
  const refused = { type: 'registration_refused', result: 'refused', reason: 'ticket_spent' };
  expect(await newestEvents(db)).toMatchObject([{ ...refused, keyId, holderId, accountId }]);

  await recordSpentTicket(auth, replay);
  await recordSpentTicket(auth, { ...replay, browserToken: mintToken() });
  await recordSpentTicket(auth, { ...replay, ticket: mintToken() });
  expect(await db.auditEvent.count({ where: { type: 'registration_refused' } })).toBe(2);
  expect(await newestEvents(db)).toMatchObject([{ ...refused, keyId: null, accountId: null }]);
});
