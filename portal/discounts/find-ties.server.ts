import type { CustomerActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import { toDiscountRule } from './discount.ts';
import type { DiscountRule, StoredDiscount } from './discount.ts';
import type { CarryingKey } from './account-discount.ts';

/** A key carries a discount. */
export type Tie = {
  id: string;
  /** Its limit is the whole one: nothing is taken off yet. */
  rule: DiscountRule;
  /** Name of the loyalty officer; null where it is no longer known. */
  grantedBy: string | null;
  grantedAt: Date;
  key: CarryingKey;
};

type TieRow = StoredDiscount & {
  tieId: string;
  grantedBy: string | null;
  grantedAt: Date;
  keyId: string;
  label: string;
  holderName: string;
  status: CarryingKey['status'];
};

/**
 * Which keys of an account carry which discounts that are switched on. A revoked key carries nothing. One statement: who
 * granted it, which key it is and whose, what it gives.
 */
export async function findTies(
  db: Db,
  { actor }: { actor: Pick<CustomerActor, 'accountId'> },
): Promise<Tie[]> {
  const { accountId } = actor;
  const rows = await db.$queryRaw<TieRow[]>`
    SELECT carried."id" AS "tieId", officer."name" AS "grantedBy", carried."tiedAt" AS "grantedAt",
      fob."id" AS "keyId", fob."label", fob."status", holder."name" AS "holderName",
      discount."id", discount."name", discount."basisPoints", discount."fixedPrice", discount."currency",
      discount."goodsGroup", discount."sku", discount."validFromOn", discount."validToOn", discount."maxAmountMinor"
    FROM "KeyDiscount" carried
    JOIN "Discount" discount ON discount."id" = carried."discountId" AND discount."status" = 'active'
    JOIN "Key" fob ON fob."id" = carried."keyId" AND fob."accountId" = ${accountId}
      AND fob."status" IN ('active', 'suspended', 'lost', 'assigned', 'shipped')
    JOIN "Holder" holder ON holder."id" = fob."holderId"
    LEFT JOIN "Holder" officer ON officer."id" = carried."tiedById"
    WHERE carried."accountId" = ${accountId} AND carried."untiedAt" IS NULL`;
  return rows.flatMap((row) => {
    const rule = toDiscountRule(row, 'key');
    return rule === null ? [] : [toTie(row, rule)];
  });
}

function toTie(
  { tieId, grantedBy, grantedAt, keyId, label, holderName, status }: TieRow,
  rule: DiscountRule,
): Tie {
  return { id: tieId, rule, grantedBy, grantedAt, key: { id: keyId, label, holderName, status } };
}
