import type { Actor } from '../permissions/actor.ts';

/** Who did it and with how much proven, as an audit event says it. */
export function actedBy({ holderId, sessionId, tier }: Actor) {
  return { actorId: holderId, sessionId, tier };
}
