import { isUniqueViolation } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { can } from '../permissions/can.ts';

export type OpenAccount = {
  name: string;
  /** As the company numbers its customers; no other account has it. */
  number: string;
  actor: StaffActor;
  trace: RequestTrace;
};

export type OpenAccountOutcome =
  | { ok: true; accountId: string }
  /** `number_taken` also when it is another manager's customer. */
  | { ok: false; reason: 'not_allowed' | 'number_taken' };

/**
 * Opens a customer's account, looked after by whoever opens it. It shows nothing yet: people, keys and the tie to a
 * counterparty are steps of their own.
 */
export async function openAccount(services: AuthServices, request: OpenAccount): Promise<OpenAccountOutcome> {
  const { holderId } = request.actor;
  const own = { kind: 'account', accountId: '', accountManagerId: holderId } as const;
  if (!can(request.actor, 'account:open', own)) return { ok: false, reason: 'not_allowed' };
  try {
    return { ok: true, accountId: await writeAccount(services, request) };
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return { ok: false, reason: 'number_taken' };
  }
}

async function writeAccount(
  { db, audit, now }: AuthServices,
  { name, number, actor, trace }: OpenAccount,
): Promise<string> {
  const at = now();
  return db.$transaction(async (tx) => {
    const { id: accountId } = await tx.customerAccount.create({
      data: { name, number, accountManagerId: actor.holderId, createdAt: at },
      select: { id: true },
    });
    const details = { number };
    await audit.record(tx, {
      type: 'account_opened',
      result: 'ok',
      ...actedBy(actor),
      accountId,
      details,
      trace,
      at,
    });
    return accountId;
  });
}
