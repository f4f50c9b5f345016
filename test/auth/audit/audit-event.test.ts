import { expectTypeOf, test } from 'vitest';
import type { AuditEvent } from '#auth/audit/audit-event.ts';
import { NOON } from '#test/support/audit-log.ts';

const circumstances = { result: 'ok', at: NOON } as const;

test('the compiler refuses an event that leaves out what it is about', () => {
  expectTypeOf({ type: 'key_revoked' as const, keyId: 'key-1', ...circumstances }).toExtend<AuditEvent>();
  expectTypeOf({ type: 'key_revoked' as const, ...circumstances }).not.toExtend<AuditEvent>();
  expectTypeOf({
    type: 'document_opened' as const,
    accountId: 'a',
    ...circumstances,
  }).not.toExtend<AuditEvent>();
  expectTypeOf({
    type: 'document_opened' as const,
    accountId: 'a',
    details: { documentId: 'd' },
    ...circumstances,
  }).toExtend<AuditEvent>();
});

test('the compiler refuses an event of an unknown type', () => {
  expectTypeOf({ type: 'something_happened' as const, ...circumstances }).not.toExtend<AuditEvent>();
});
