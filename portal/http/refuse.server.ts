import { data } from 'react-router';

/** What the error page says; the sentences are in portal/http/words. */
export const REFUSALS = [
  'not_found',
  'not_for_staff',
  'not_your_role',
  'class_not_open',
  'bad_request',
  'too_large',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** Not there, or not yours: the answer is the same. */
export function notFound() {
  return data({ refusal: 'not_found' satisfies Refusal }, { status: 404 });
}

export function forbidden(refusal: 'not_for_staff' | 'not_your_role' | 'class_not_open') {
  return data({ refusal: refusal satisfies Refusal }, { status: 403 });
}

/** The request was not made by one of our forms. */
export function badRequest() {
  return data({ refusal: 'bad_request' satisfies Refusal }, { status: 400 });
}
