import type { RequestTrace } from '#auth/auth-services.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';

/** A manager as those who tie counterparties know them. Reaches the accounts that are theirs. */
export function toTieActor({ holderId, sessionId }: StaffActor, { ip, userAgentHash }: RequestTrace) {
  return { kind: 'account-manager', holderId, sessionId, trace: { ip, userAgentHash } } as const;
}
