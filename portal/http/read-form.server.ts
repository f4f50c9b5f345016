import { data } from 'react-router';
import { badRequest } from './refuse.server.ts';
import type { Refusal } from './refuse.server.ts';

/** Any form of ours without a file fits in. */
const LARGEST_FORM_BYTES = 64 * 1024;

/**
 * The form of a request, if it is not larger than expected. A body that does not say its length is not read at all;
 * one that does can't be longer than it says.
 * @throws Response 413 for a larger one, 400 for what is no form
 */
export async function readForm(request: Request, largestBytes = LARGEST_FORM_BYTES): Promise<FormData> {
  const length = Number(request.headers.get('content-length') ?? Number.NaN);
  if (!(length <= largestBytes)) throw data({ refusal: 'too_large' satisfies Refusal }, { status: 413 });
  try {
    return await request.formData();
  } catch (error) {
    if (error instanceof TypeError) throw badRequest();
    throw error;
  }
}

/** The texts of a form by the names asked for, trimmed; what is absent or a file is empty. */
export function textsOf<Name extends string>(form: FormData, names: readonly Name[]): Record<Name, string> {
  const entries = names.map((name) => {
    const value = form.get(name);
    return [name, typeof value === 'string' ? value.trim() : ''] as const;
  });
  return Object.fromEntries(entries) as Record<Name, string>; // one entry a name
}

/** One text of a form, trimmed; empty when it is absent. */
export function textOf(form: FormData, name: string): string {
  return textsOf(form, [name])[name] ?? '';
}
