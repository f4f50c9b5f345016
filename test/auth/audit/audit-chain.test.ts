import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { CHAIN_START, linkHash } from '#auth/audit/audit-chain.ts';
import { AUDIT_KEY, NOON } from '#test/support/audit-log.ts';

const RECORD = {
  type: 'key_revoked',
  at: NOON,
  result: 'ok',
  actorId: 'manager-1',
  reason: null,
  note: 'lost "on" a train',
  accountId: null,
  holderId: null,
  keyId: 'key-1',
  sessionId: null,
  tier: 4,
  ip: null,
  userAgentHash: null,
  detailsJson: '{"rows":2}',
};

/** Written out, because every log that was ever kept depends on it: a change here makes them all look tampered with. */
const CANONICAL =
  '{"actorId":"manager-1","at":"2026-03-05T12:00:00.000Z","detailsJson":"{\\"rows\\":2}","keyId":"key-1",' +
  '"note":"lost \\"on\\" a train","result":"ok","tier":4,"type":"key_revoked"}';

test('an event is linked to the one before it by HMAC-SHA256 over one exact text', () => {
  const previousHash = new Uint8Array(32).fill(9);
  const expected = createHmac('sha256', AUDIT_KEY).update(previousHash).update(CANONICAL).digest();
  expect(linkHash(AUDIT_KEY, previousHash, RECORD)).toEqual(new Uint8Array(expected));
});

test('a column that is added later changes no hash of the events before it', () => {
  const withNewColumn = { ...RECORD, addedLater: null };
  expect(linkHash(AUDIT_KEY, CHAIN_START, withNewColumn)).toEqual(linkHash(AUDIT_KEY, CHAIN_START, RECORD));
});
