import type { Db } from '#prisma/client.ts';
import type { FindingList } from '../findings.ts';
import type { DropPlan } from './part-plan.ts';
import type { Drop, EntityKind, EntityOf, Place } from '../port.ts';

export interface DropCheck {
  db: Db;
  sourceId: string;
  drop: Drop;
  /** The parts checked so far: what this one refers to comes before it. */
  plan: DropPlan;
  problems: FindingList;
  /** References that point nowhere. */
  warnings: FindingList;
}

/** A row that is right by itself. */
export interface GivenRow {
  entity: EntityOf<EntityKind>;
  place: Place;
}
