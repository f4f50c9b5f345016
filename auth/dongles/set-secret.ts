import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import { recordNotFound } from '../audit/record-permission-refused.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { keysWithin } from '../keys/key-reach.ts';
import { WAITING_STATUSES } from '../keys/key.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { SECRET_BYTES, secretNameOf } from './dongle-kind.ts';
import type { SecretKind } from './dongle-kind.ts';

export type SetDongleSecret = {
  keyId: string;
  kind: SecretKind;
  /** As it was typed: hexadecimal digits, grouped in any way. */
  typed: string;
  actor: StaffActor;
  trace: RequestTrace;
};

export type SetDongleSecretOutcome =
  | { ok: true }
  /** Also for a key outside the actor's reach, one of another kind, and one that does not wait for its holder. */
  | { ok: false; reason: 'not_found' }
  | { ok: false; reason: 'not_a_secret' };

/**
 * Writes down the secret of a dongle that answers challenges, as its maker or whoever programmed it told it. Only while the
 * key waits for its holder: a secret that is in use is changed by nobody. It is shown to nobody again.
 */
export async function setDongleSecret(
  services: AuthServices,
  request: SetDongleSecret,
): Promise<SetDongleSecretOutcome> {
  const secret = parseSecret(request.kind, request.typed);
  if (secret === null) return { ok: false, reason: 'not_a_secret' };
  const outcome = await services.db.$transaction((tx) => store(tx, services, { ...request, secret }));
  const { actor, keyId: target, trace } = request;
  return recordNotFound(services, outcome, { actor, action: 'key:issue', target, trace });
}

/** @returns null for what is no secret of this kind; one byte over and over is a placeholder that somebody left in */
export function parseSecret(kind: SecretKind, typed: string): Uint8Array | null {
  const digits = typed.normalize('NFKC').replaceAll(/[\s:.\-–—]/g, '');
  if (!/^[0-9a-fA-F]*$/.test(digits) || digits.length !== SECRET_BYTES[kind] * 2) return null;
  const secret = new Uint8Array(Buffer.from(digits, 'hex'));
  return new Set(secret).size === 1 ? null : secret;
}

async function store(
  tx: Tx,
  { audit, envelope, now }: AuthServices,
  { keyId, kind, secret, actor, trace }: SetDongleSecret & { secret: Uint8Array },
): Promise<SetDongleSecretOutcome> {
  const at = now();
  const waiting = {
    id: keyId,
    kind: 'challenge-response',
    status: { in: [...WAITING_STATUSES] },
    ...keysWithin(actor, 'issue'),
  };
  // Writes to the key, so that a registration at the same moment waits, and then finds the new secret.
  const { count } = await tx.key.updateMany({ where: waiting, data: { id: keyId } });
  if (count === 0) return { ok: false, reason: 'not_found' };
  const row = {
    proofKind: kind,
    secretSealed: envelope.seal(secretNameOf(keyId), secret),
    secretSetAt: at,
    secretSetById: actor.holderId,
  };
  await tx.dongle.upsert({
    where: { keyId },
    create: { keyId, ...row },
    update: row,
    select: { keyId: true },
  });
  const { holderId, accountId } = await tx.key.findUniqueOrThrow({
    where: { id: keyId },
    select: { holderId: true, accountId: true },
  });
  const about = { ...actedBy(actor), keyId, holderId, accountId };
  await audit.record(tx, { type: 'dongle_secret_set', result: 'ok', reason: kind, ...about, trace, at });
  return { ok: true };
}
