import type { Db, Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { createInvitation, requireCode } from '../invitations/create-invitation.ts';
import type { PrintedInvitation } from '../invitations/create-invitation.ts';
import { keyFor } from '../invitations/invitation.ts';
import type { CustomerActor } from '../permissions/actor.ts';
import { verifyPin } from '../pins/verify-pin.ts';
import type { PinRefusal } from '../pins/verify-pin.ts';
import { tierOfKey } from '../policy/policy.ts';
import { proofOf } from '../sessions/session-tier.ts';
import { signsLater } from '../step-up/signs-later.ts';

export type InviteComputer = {
  /** The old key that is to answer on one more computer. */
  keyId: string;
  /** PIN of the key that is signed in, where the portal checks it; one with a PIN of its own has just been touched. */
  pin: string | null;
  actor: CustomerActor;
  trace: RequestTrace;
};

export type InviteComputerOutcome =
  | { ok: true; invitation: PrintedInvitation }
  /** Not a key of theirs in this company, not in use, one that needs no agent, or one that opens more than theirs. */
  | { ok: false; reason: 'not_found' }
  /** Staff alone have confirmed the key that is signed in, a moment ago: it gives nobody anything yet (REC-05 amended). */
  | { ok: false; reason: 'signs_later' }
  | { ok: false; reason: PinRefusal };

/** They do it now: the link is for the same day. */
const LINK_DAYS = 1;

/** An old key for which whoever is signed in may add a computer. */
export type ExtendableKey = { keyId: string; label: string };

/**
 * The holder's old keys in this company that open no more than the key that is signed in: with it they may let them answer
 * on one more computer.
 */
export async function findExtendableKeys(
  services: Pick<AuthServices, 'db' | 'policy'>,
  actor: CustomerActor,
): Promise<ExtendableKey[]> {
  return findWithin(services.db, actor, await services.policy());
}

/**
 * The holder's own way to one more computer: with the old key itself on the computer that has it, or with another key of
 * theirs that opens at least as much. Whoever only came by the open page does not have it: the PIN is asked for, or the key
 * touched. Link and code open nothing without the dongle and its PIN.
 */
export async function inviteComputer(
  services: AuthServices,
  request: InviteComputer,
): Promise<InviteComputerOutcome> {
  const { keyId, pin, actor, trace } = request;
  const extendable = await findExtendableKeys(services, actor);
  if (!extendable.some((key) => key.keyId === keyId)) return { ok: false, reason: 'not_found' };
  const own = await services.db.key.findFirstOrThrow({
    where: { id: actor.keyId, holderId: actor.holderId },
    select: {
      id: true,
      holderId: true,
      accountId: true,
      signsFrom: true,
      serverPin: { select: { keyId: true } },
    },
  });
  if (signsLater(own, services.now())) return { ok: false, reason: 'signs_later' };
  if (own.serverPin === null) return services.db.$transaction((tx) => invite(tx, services, request));
  return verifyPin<{ invitation: PrintedInvitation }, 'not_found'>(services, {
    key: own,
    typed: pin ?? '',
    trace,
    after: (tx) => invite(tx, services, request),
  });
}

type Invited = { ok: true; invitation: PrintedInvitation } | { ok: false; reason: 'not_found' };

async function invite(
  tx: Tx,
  { audit, peppers, now }: AuthServices,
  { keyId, actor, trace }: InviteComputer,
): Promise<Invited> {
  const at = now();
  const { holderId, accountId } = actor;
  const inUse = { AND: [{ id: keyId, holderId, accountId }, keyFor('computer')] };
  const { count } = await tx.key.updateMany({ where: inUse, data: { id: keyId } });
  if (count === 0) return { ok: false, reason: 'not_found' };
  const about = { ...actedBy(actor), holderId, accountId, trace };
  const created = await createInvitation(tx, {
    keyId,
    purpose: 'computer',
    createdById: holderId,
    days: LINK_DAYS,
    isConfirmed: true,
    peppers,
    audit,
    about,
    now: at,
  });
  const details = { purpose: 'computer' };
  await audit.record(tx, { type: 'invitation_issued', result: 'ok', ...about, keyId, details, at });
  return { ok: true, invitation: requireCode(created) };
}

async function findWithin(
  db: Db,
  { holderId, accountId, keyId: ownKeyId, tier }: CustomerActor,
  policy: Parameters<typeof tierOfKey>[0],
): Promise<ExtendableKey[]> {
  const keys = await db.key.findMany({
    where: { AND: [{ holderId, accountId }, keyFor('computer')] },
    orderBy: [{ label: 'asc' }, { id: 'asc' }],
    select: { id: true, label: true, kind: true, attestation: true },
  });
  return keys.flatMap(({ id: keyId, label, ...proof }) =>
    keyId === ownKeyId || tierOfKey(policy, proofOf(proof)) <= tier ? [{ keyId, label }] : [],
  );
}
