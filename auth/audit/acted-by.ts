import type { Actor } from '../permissions/actor.ts';

/** Who did it and with how much proven, as an audit event says it; and for whom, should the account be another's. */
export function actedBy(actor: Actor) {
  const { holderId, sessionId, tier } = actor;
  const who = { actorId: holderId, sessionId, tier };
  return actor.kind === 'staff' ? { ...who, standsInFor: actor.deputyFor } : who;
}
