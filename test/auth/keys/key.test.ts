import { expect, test } from 'vitest';
import {
  ENDED_STATUSES,
  HELD_STATUSES,
  KEY_STATUSES,
  REPLACEABLE_STATUSES,
  WAITING_STATUSES,
  isEnded,
  isKeyStatus,
  isWaiting,
  transitionOf,
  transitionsFrom,
} from '#auth/keys/key.ts';

test('REC-01 a key goes only the ways that are written down', () => {
  const ways = KEY_STATUSES.flatMap((status) =>
    transitionsFrom(status).map((transition) => `${status}: ${transition} -> ${transitionOf(transition).to}`),
  );
  expect(ways).toEqual([
    'stocked: assign -> assigned',
    'stocked: revoke -> revoked',
    'stocked: write-off -> destroyed',
    'assigned: ship -> shipped',
    'assigned: activate -> active',
    'assigned: report-lost -> lost',
    'assigned: revoke -> revoked',
    'shipped: activate -> active',
    'shipped: report-lost -> lost',
    'shipped: revoke -> revoked',
    'active: suspend -> suspended',
    'active: report-lost -> lost',
    'active: revoke -> revoked',
    'suspended: resume -> active',
    'suspended: report-lost -> lost',
    'suspended: revoke -> revoked',
    'lost: revoke -> revoked',
    'revoked: destroy -> destroyed',
  ]);
});

test('REC-07 a lost key that is found again can only be revoked, and a revoked one only be destroyed', () => {
  expect(transitionsFrom('lost')).toEqual(['revoke']);
  expect(transitionsFrom('revoked')).toEqual(['destroy']);
  expect(transitionsFrom('destroyed')).toEqual([]);
});

test('a key waits for its holder until it is registered, and ends once it is revoked', () => {
  expect(KEY_STATUSES.filter(isWaiting)).toEqual(['assigned', 'shipped']);
  expect(WAITING_STATUSES).toEqual(['assigned', 'shipped']);
  expect(KEY_STATUSES.filter(isEnded)).toEqual(['revoked', 'destroyed']);
  expect(ENDED_STATUSES).toEqual(['revoked', 'destroyed']);
  expect([...KEY_STATUSES, 'new', ''].filter(isKeyStatus)).toEqual([...KEY_STATUSES]);
});

test('REC-03 a key that its holder can’t use is replaced; one that is held is with them or on its way', () => {
  expect(REPLACEABLE_STATUSES).toEqual(['suspended', 'lost', 'revoked']);
  expect(HELD_STATUSES).toEqual(['assigned', 'shipped', 'active', 'suspended']);
});
