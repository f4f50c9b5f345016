import type { FoundTest } from './test-titles.mjs';

export type RequirementList = {
  families: Readonly<Record<string, string>>;
  /** Families that are told elsewhere, with where. */
  elsewhere: Readonly<Record<string, string>>;
  requirements: Readonly<Record<string, string>>;
};
export type Row = { id: string; wording: string; tests: readonly FoundTest[]; reason: string | undefined };
export function judgeRequirements(
  list: RequirementList,
  tests: readonly FoundTest[],
  readme: string,
): { rows: Row[]; faults: string[] };
export function statusOf(row: Row): 'tested' | 'not yet' | 'MISSING';
