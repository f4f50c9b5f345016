import type { RequestTrace } from '#auth/auth-services.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';

/** A manager as those who tie counterparties know them. */
export function toTieActor(
  { holderId, sessionId, deputyFor: standsInFor }: StaffActor,
  { ip, userAgentHash }: RequestTrace,
) {
  const trace = { ip, userAgentHash };
  return { kind: 'account-manager', holderId, sessionId, standsInFor, trace } as const;
}
