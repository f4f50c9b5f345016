import { data } from 'react-router';
import { z } from 'zod';
import { ClosedClass } from '../ui/closed-class.ts';

/** What the error page says; the sentences are in portal/http/words. */
export const REFUSALS = [
  'not_found',
  'not_for_staff',
  'not_your_role',
  'class_not_open',
  'bad_request',
  'too_large',
  'rows_moving',
  'step_up_refused',
  'too_many',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** Not there, or not yours: the answer is the same. */
export function notFound() {
  return data({ refusal: 'not_found' satisfies Refusal }, { status: 404 });
}

export function forbidden(refusal: 'not_for_staff' | 'not_your_role') {
  return data({ refusal: refusal satisfies Refusal }, { status: 403 });
}

/** The page says what the session opens, and which key would open more. */
export function classNotOpen(closed: ClosedClass) {
  return data({ refusal: 'class_not_open' satisfies Refusal, closed }, { status: 403 });
}

/** Some of the account's rows are leaving it just now: nothing is shown until they have. */
export function rowsMoving() {
  return data({ refusal: 'rows_moving' satisfies Refusal }, { status: 503 });
}

/** The key did not confirm what the form does (RFC 6585 section 3: a precondition is missing). */
export function stepUpRefused() {
  return data({ refusal: 'step_up_refused' satisfies Refusal }, { status: 428 });
}

/** More than a person does. Nothing was done. */
export function tooMany(retryAfterSeconds: number) {
  return data({ refusal: 'too_many' satisfies Refusal, retryAfterSeconds }, { status: 429 });
}

/** The request was not made by one of our forms. */
export function badRequest() {
  return data({ refusal: 'bad_request' satisfies Refusal }, { status: 400 });
}

const RefusalAnswer = z.object({
  data: z.object({
    refusal: z.enum(REFUSALS),
    retryAfterSeconds: z.number().optional(),
    closed: z.unknown().optional(),
  }),
  init: z.object({ status: z.number().min(400).max(599) }),
});

/** A refusal made here, for a route that has to show it itself; null for everything else that is thrown. */
export function refusedWith(
  thrown: unknown,
): { status: number; retryAfterSeconds?: number | undefined; closed: ClosedClass | null } | null {
  const parsed = RefusalAnswer.safeParse(thrown);
  if (!parsed.success) return null;
  const { init, data: said } = parsed.data;
  const closed = ClosedClass.safeParse(said.closed);
  return {
    status: init.status,
    retryAfterSeconds: said.retryAfterSeconds,
    closed: closed.success ? closed.data : null,
  };
}
