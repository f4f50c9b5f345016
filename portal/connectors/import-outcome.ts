/** What came of an import. */
import type { Findings } from './findings.ts';
import type { KindCounts } from './engine/part-plan.ts';
import type { EntityKind } from './port.ts';
import type { Removal } from './engine/removal-guard.ts';

/** Only the kinds that the drop speaks of. */
export type CountsByKind = { [Kind in EntityKind]?: KindCounts };

export type ImportOutcome =
  | {
      ok: true;
      change: 'applied';
      runId: string;
      counts: CountsByKind;
      /** Ties and rows that now wait for a person. */
      quarantined: number;
      /** References that point nowhere. */
      warnings: Findings;
    }
  /** A dry run: what would be done. */
  | { ok: true; change: 'checked'; counts: CountsByKind; warnings: Findings }
  /** This very drop was applied before. */
  | { ok: true; change: 'unchanged' }
  /** Nothing was changed. */
  | { ok: false; reason: 'refused'; problems: Findings }
  /** Nothing was changed; `allowRemoval` lets it pass. */
  | { ok: false; reason: 'would_remove_too_much'; kinds: readonly Removal[] }
  /** A later import of the same source took over; it brings all of this up to date. */
  | { ok: false; reason: 'overtaken' }
  /** What was read to be written was not what had been checked. The next import repairs what was written. */
  | { ok: false; reason: 'changed_while_read' };
