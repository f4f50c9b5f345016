import type { StaffActor } from '#auth/permissions/actor.ts';
import type { PortalContext } from '../http/portal-context.server.ts';
import { textOf, textsOf } from '../http/read-form.server.ts';
import { onFromInstant } from '../lib/dates.ts';
import { handOverDiscounts } from './hand-over-discounts.server.ts';
import { activateDiscount, endDiscount } from './switch-discount.server.ts';
import { tieDiscount, untieDiscount } from './tie-discount.server.ts';
import type { loyaltyEn } from './words.en.ts';

/** What the small forms of a discount's page ask for, and what the page says afterwards. */
const DONE = { activate: 'activated', end: 'ended', tie: 'tied', untie: 'untied' } as const;
export type Intent = keyof typeof DONE;
export type Problem = keyof (typeof loyaltyEn)['problems'];
export type IntentOutcome = { ok: true; done: (typeof DONE)[Intent] } | { ok: false; reason: Problem };

const LONGEST_REASON = 500;

export function parseIntent(text: string): Intent | null {
  const known = Object.keys(DONE) as Intent[]; // the keys of the literal above
  return known.find((intent) => intent === text) ?? null;
}

/** Does what one of the small forms asks for; afterwards the ERP's files say what is so now. */
export async function applyIntent(
  context: PortalContext,
  request: { intent: Intent; discountId: string; form: FormData; actor: StaffActor },
): Promise<IntentOutcome> {
  const outcome = await change(context, request);
  if (!outcome.ok) return outcome;
  await handOverDiscounts(context.services);
  return { ok: true, done: DONE[request.intent] };
}

type Change = { ok: true } | { ok: false; reason: Problem };

async function change(
  { auth, services, trace }: PortalContext,
  { intent, discountId, form, actor }: Parameters<typeof applyIntent>[1],
): Promise<Change> {
  const who = { discountId, actor, trace };
  switch (intent) {
    case 'activate': {
      const today = onFromInstant(services.now(), (await services.company.find()).timeZone);
      return activateDiscount(auth, { ...who, today });
    }
    case 'end': {
      const reason = textOf(form, 'reason').slice(0, LONGEST_REASON);
      return reason === '' ? { ok: false, reason: 'reason_missing' } : endDiscount(auth, { ...who, reason });
    }
    case 'tie':
      return tieDiscount(auth, { ...who, ...textsOf(form, ['accountId', 'keyId']) });
    case 'untie':
      return untieDiscount(auth, { ...who, tieId: textOf(form, 'tieId') });
  }
}
