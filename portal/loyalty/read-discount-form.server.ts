import { textOf, textsOf } from '../http/read-form.server.ts';
import { DISCOUNT_FIELDS, parseDiscountTexts } from './discount-draft.ts';
import type { DiscountFaults, DiscountTexts, DraftOutcome } from './discount-draft.ts';

/** Where the form of a discount stands: as typed, with what is wrong in it. */
export type FormState = { texts: DiscountTexts; faults: DiscountFaults; sample: string };

/** The form of a discount, with the customer typed in for the comparison. */
export function readDiscountForm(form: FormData): {
  outcome: DraftOutcome;
  state: FormState;
  wanted: { accountId: string; text: string };
} {
  const texts = textsOf(form, DISCOUNT_FIELDS);
  const outcome = parseDiscountTexts(texts);
  const sample = textOf(form, 'sample');
  return {
    outcome,
    state: { texts, faults: outcome.ok ? {} : outcome.faults, sample },
    wanted: { accountId: textOf(form, 'sampleAccountId'), text: sample },
  };
}
