import { lockUntilTransactionEnds } from '#prisma/client.ts';
import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import { recordNotFound } from '../audit/record-permission-refused.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { tellOfDeputy } from '../letters/tell-of-deputy.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { can } from '../permissions/can.ts';
import { companyDay } from './company-day.ts';
import { faultOfPeriod } from './deputy.ts';
import type { DeputyPeriod, PeriodFault } from './deputy.ts';

/** Reads "brelokde" in ASCII: a form that is sent twice names one deputy. */
const DEPUTY_LOCK = 0x6272656c6f6b6465n;

export type NameDeputy = DeputyPeriod & {
  /** Who will be away. */
  managerId: string;
  /** Who acts for them meanwhile. */
  holderId: string;
  actor: StaffActor;
  trace: RequestTrace;
};

export type NameDeputyOutcome =
  | { ok: true; deputyId: string }
  /** No account manager who is here, or not the actor: nobody names a deputy for a colleague but an administrator. */
  | { ok: false; reason: 'not_found' }
  /** The deputy is no account manager who is here, or the manager themselves. */
  | { ok: false; reason: 'no_such_deputy' }
  /** The same person stands in on one of these days already. */
  | { ok: false; reason: 'named_already' }
  | { ok: false; reason: PeriodFault };

/**
 * Names who acts for a manager on leave. While it runs, the deputy may do at that manager's accounts what the manager
 * may; what such an account has for a deputy of its own is decided by its manager alone.
 */
export async function nameDeputy(services: AuthServices, request: NameDeputy): Promise<NameDeputyOutcome> {
  const outcome = await services.db.$transaction((tx) => name(tx, services, request));
  const { actor, managerId: target, trace } = request;
  return recordNotFound(services, outcome, { actor, action: 'deputy:name', target, trace });
}

async function name(
  tx: Tx,
  { audit, now }: AuthServices,
  { managerId, holderId, fromOn, toOn, actor, trace }: NameDeputy,
): Promise<NameDeputyOutcome> {
  const at = now();
  await lockUntilTransactionEnds(tx, DEPUTY_LOCK);
  const own = { kind: 'account', accountId: '', accountManagerId: managerId } as const;
  if (!can(actor, 'deputy:name', own) || !(await isManager(tx, managerId))) {
    return { ok: false, reason: 'not_found' };
  }
  if (holderId === managerId || !(await isManager(tx, holderId))) {
    return { ok: false, reason: 'no_such_deputy' };
  }
  const fault = faultOfPeriod({ fromOn, toOn }, await companyDay(tx, at));
  if (fault !== null) return { ok: false, reason: fault };
  const overlap = { endedAt: null, fromOn: { lte: toOn }, toOn: { gte: fromOn } };
  if ((await tx.deputy.count({ where: { managerId, deputyId: holderId, ...overlap } })) > 0) {
    return { ok: false, reason: 'named_already' };
  }
  const { id: deputyId } = await tx.deputy.create({
    data: { managerId, deputyId: holderId, fromOn, toOn, createdById: actor.holderId, createdAt: at },
    select: { id: true },
  });
  const days = { managerId, deputyId: holderId, byId: actor.holderId, fromOn, toOn };
  await tellOfDeputy(tx, { kind: 'deputy_named', ...days, at });
  await audit.record(tx, {
    type: 'deputy_named',
    result: 'ok',
    ...actedBy(actor),
    holderId: managerId,
    details: { deputyId: holderId, fromOn, toOn },
    trace,
    at,
  });
  return { ok: true, deputyId };
}

async function isManager(tx: Tx, id: string): Promise<boolean> {
  const where = { id, kind: 'staff', staffRole: 'account-manager', status: 'active' };
  return (await tx.holder.count({ where })) === 1;
}
