import type { Tx } from '#prisma/client.ts';
import type { Audit } from '../audit/audit.ts';
import type { RequestTrace } from '../auth-services.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { parseKeyKind } from './key-kind.ts';
import { createStockedKey, recordReceived } from './receive-keys.ts';

export type ReturnToStock = { keyIds: readonly string[]; actor: StaffActor; trace: RequestTrace; at: Date };

/**
 * Puts fobs that were revoked before anybody had them back into stock: each begins a new life, which knows the earlier
 * one (REC-09) and gets a new card number. What was ever registered in them stays blocked.
 * @returns how many there were
 */
export async function returnToStock(
  tx: Tx,
  audit: Audit,
  { keyIds, actor, trace, at }: ReturnToStock,
): Promise<number> {
  const keys = await tx.key.findMany({
    where: { id: { in: [...keyIds] }, status: 'revoked', serial: { not: null } },
    orderBy: { id: 'asc' },
    select: {
      id: true,
      serial: true,
      kind: true,
      modelName: true,
      batch: true,
      costMinor: true,
      costCurrency: true,
    },
  });
  let returned = 0;
  for (const { id: previousKeyId, serial, kind: storedKind, modelName, batch, ...key } of keys) {
    const kind = parseKeyKind(storedKind);
    if (serial === null || kind === null) continue;
    const { costMinor: amountMinor, costCurrency: currency } = key;
    const cost = amountMinor === null || currency === null ? null : { amountMinor, currency };
    const line = { serial, kind, modelName, batch, cost, cardNumber: null };
    const stored = await createStockedKey(tx, { line, verdict: { is: 'returned', previousKeyId }, at });
    await recordReceived(tx, audit, { ...stored, by: { kind: 'staff', actor, trace }, at });
    returned += 1;
  }
  return returned;
}
