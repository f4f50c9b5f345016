import { expect } from 'vitest';
import { newestEvents } from '#test/support/actors.ts';
import { aDesk } from '#test/support/desk-builders.ts';
import { hashToken } from '#auth/tokens/opaque-token.ts';
import { test } from '#test/support/portal-test.ts';

test('REG-02 a ticket that was used is refused with 409, and the log says so', async ({ portal, db }) => {
  const { keyId } = await aDesk(db);
  const at = new Date();
  const { id: invitationId } = await db.invitation.create({
    data: {
      keyId,
      tokenHash: 'a',
      claimCodeHash: 'b',
      claimTriesLeft: 5,
      opensLeft: 9,
      status: 'completed',
      createdAt: at,
      expiresAt: at,
    },
    select: { id: true },
  });
  const row = { tokenHash: hashToken('ticket'), browserHash: hashToken('browser'), consumedAt: at };
  await db.enrolmentTicket.create({ data: { ...row, invitationId, createdAt: at, expiresAt: at } });
  const cookies = { '__Host-brelok-ticket': 'ticket', '__Host-brelok-browser': 'browser' };

  const answer = await portal.request('/enrol/finish', { json: { state: '', response: {} }, cookies });
  expect(answer.status).toBe(409);
  expect(await newestEvents(db)).toMatchObject([
    { type: 'registration_refused', result: 'refused', reason: 'ticket_spent', keyId },
  ]);
  expect((await portal.request('/enrol/begin', { json: {} })).status).toBe(409);
  expect(await db.auditEvent.count({ where: { type: 'registration_refused' } })).toBe(1);
});
