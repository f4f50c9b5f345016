/** Who may say which counterparty is which customer. */
import type { Audit } from '#auth/audit/audit.ts';
import { SYSTEM_ACTOR } from '#auth/audit/audit-event.ts';
import type { Db } from '#prisma/client.ts';

export interface TieDeps {
  db: Db;
  audit: Audit;
  now: () => Date;
}

export type TieActor =
  /** Reaches the accounts that are theirs, or of whom they stand in for. The route has asked `can` for `tie:confirm`. */
  | {
      kind: 'account-manager';
      holderId: string;
      standsInFor: readonly string[];
      sessionId: string;
      trace: { ip: string; userAgentHash: string };
    }
  /** At the command line of the server; reaches every account. */
  | { kind: 'operator' };

/** The condition that keeps an actor to the accounts within reach. */
export function accountsWithinReach(actor: TieActor): { accountManagerId?: { in: string[] } } {
  return actor.kind === 'operator'
    ? {}
    : { accountManagerId: { in: [actor.holderId, ...actor.standsInFor] } };
}

/** Who did it, for the audit log. */
export function auditedAs(actor: TieActor) {
  if (actor.kind === 'operator') return { actorId: SYSTEM_ACTOR };
  const { holderId: actorId, sessionId, standsInFor, trace } = actor;
  return { actorId, sessionId, standsInFor, trace };
}
