import type { DropCheck, GivenRow } from './drop-check.ts';
import { isGiven } from './part-plan.ts';
import type { PartPlan } from './part-plan.ts';
import type { EntityKind, Place, Problem } from '../port.ts';
import { readTable } from './read-model/table.server.ts';
import { rowIdOf } from '../row-id.ts';

/** What each field that ends in `Ref` refers to, whatever the kind that has it. */
const REFERENCE_KIND: ReadonlyMap<string, EntityKind> = new Map([
  ['counterpartyRef', 'counterparty'],
  ['managerRef', 'account-manager'],
  ['priceListRef', 'price-list'],
  ['productRef', 'product'],
  ['replacementRef', 'product'],
  ['orderRef', 'order'],
  ['orderLineRef', 'order-line'],
  ['shipmentRef', 'shipment'],
  ['invoiceRef', 'invoice'],
]);

interface Reference {
  place: Place;
  field: string;
  kind: EntityKind;
  externalId: string;
  rowId: string;
}

/** @returns a warning for each reference to a row that is neither in the drop nor known from before */
export async function findUnknownReferences(
  check: DropCheck,
  own: PartPlan,
  rows: readonly GivenRow[],
): Promise<Problem[]> {
  const open = rows
    .flatMap((row) => referencesOf(check.sourceId, row))
    .filter((reference) => !isInDrop(check, own, reference));
  const unknown: Problem[] = [];
  for (const [kind, references] of groupByKind(open)) {
    const known = await findKnown(check, own, { kind, references });
    unknown.push(...references.filter(({ rowId }) => !known.has(rowId)).map(toWarning));
  }
  return unknown;
}

function referencesOf(sourceId: string, { entity, place }: GivenRow): Reference[] {
  return Object.entries(entity).flatMap(([field, externalId]) => {
    const kind = REFERENCE_KIND.get(field);
    if (kind === undefined || typeof externalId !== 'string') return [];
    return [{ place, field, kind, externalId, rowId: rowIdOf(sourceId, kind, externalId) }];
  });
}

function planOf(check: DropCheck, own: PartPlan, kind: EntityKind): PartPlan | undefined {
  return own.part.kind === kind ? own : check.plan.get(kind);
}

function isInDrop(check: DropCheck, own: PartPlan, { kind, rowId }: Reference): boolean {
  const plan = planOf(check, own, kind);
  return plan !== undefined && isGiven(plan, rowId);
}

function groupByKind(references: readonly Reference[]): Map<EntityKind, Reference[]> {
  const groups = new Map<EntityKind, Reference[]>();
  for (const reference of references) {
    groups.set(reference.kind, [...(groups.get(reference.kind) ?? []), reference]);
  }
  return groups;
}

/** A part that is all there is of its kind leaves nothing of what was there before. */
async function findKnown(
  check: DropCheck,
  own: PartPlan,
  { kind, references }: { kind: EntityKind; references: readonly Reference[] },
): Promise<Set<string>> {
  if (planOf(check, own, kind)?.part.covers.of === 'kind') return new Set();
  const rows = await readTable(check.db, kind).findMany({
    where: { id: { in: [...new Set(references.map(({ rowId }) => rowId))] }, deletedAt: null },
    select: { id: true },
  });
  return new Set(rows.map(({ id }) => id));
}

function toWarning({ place, field, kind, externalId }: Reference): Problem {
  return { ...place, column: field, code: 'unknown_reference', reason: `there is no ${kind} ${externalId}` };
}
