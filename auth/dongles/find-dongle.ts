import type { Db } from '#prisma/client.ts';
import type { AuthServices } from '../auth-services.ts';
import { SIGN_IN_ROWS } from '../ceremonies/find-credential.ts';
import type { ProofKind } from '../wire/messages.ts';
import { parsePadding } from './check-proof.ts';
import type { Proving } from './check-proof.ts';
import { secretNameOf } from './dongle-kind.ts';

/** What a sign-in needs to know of a dongle, and of its key as of any other. */
export const DONGLE_ROWS = {
  keyId: true,
  secretSealed: true,
  padding: true,
  needsTouch: true,
  agents: { where: { removedAt: null }, select: { agentId: true } },
  key: SIGN_IN_ROWS.key,
} as const;

export type DongleRows = NonNullable<Awaited<ReturnType<typeof findDongle>>>;

/** The registered dongle that calls itself so; null when no key here does. */
export async function findDongle(db: Db, { kind, serial }: { kind: ProofKind; serial: string }) {
  return db.dongle.findUnique({
    where: { proofKind_serial: { proofKind: kind, serial }, registeredAt: { not: null } },
    select: DONGLE_ROWS,
  });
}

/** What the proof of a dongle is checked with. @throws Error where its envelope key is gone, which nobody can sign in with */
export function provingOf(
  { envelope }: Pick<AuthServices, 'envelope'>,
  { keyId, secretSealed, padding }: Pick<DongleRows, 'keyId' | 'secretSealed' | 'padding'>,
  kind: ProofKind,
): Proving {
  const secret = envelope.open(secretNameOf(keyId), secretSealed);
  if (secret === null) throw new Error(`the secret of dongle ${keyId} is under a key that is not given`);
  return { kind, secret, padding: parsePadding(padding) };
}
