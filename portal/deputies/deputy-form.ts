import { isOn } from '../lib/dates.ts';

export const DEPUTY_FIELDS = ['holderId', 'fromOn', 'toOn'] as const;
export type DeputyField = (typeof DEPUTY_FIELDS)[number];

/** What was chosen and typed. */
export type DeputyTexts = Record<DeputyField, string>;

/** What is wrong, each with a sentence; some are known only to the use case. */
export type DeputyProblem =
  'who' | 'day' | 'no_such_deputy' | 'named_already' | 'backwards' | 'over' | 'too_long';

/** A field with its fault. */
export type DeputyFaults = Partial<Record<DeputyField, DeputyProblem>>;

/** @returns the faults of what was typed; none where the days are days and somebody was chosen */
export function faultsOfTexts({ holderId, fromOn, toOn }: DeputyTexts): DeputyFaults {
  return {
    ...(holderId === '' && { holderId: 'who' as const }),
    ...(!isOn(fromOn) && { fromOn: 'day' as const }),
    ...(!isOn(toOn) && { toOn: 'day' as const }),
  };
}

/** The field at which a problem that the use case found is shown. */
export function fieldOfProblem(problem: Exclude<DeputyProblem, 'who' | 'day'>): DeputyField {
  return problem === 'no_such_deputy' || problem === 'named_already' ? 'holderId' : 'toOn';
}
