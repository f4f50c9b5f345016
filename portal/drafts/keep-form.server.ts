import type { AuthServices } from '#auth/auth-services.ts';
import { draftKeysOf } from '#auth/sessions/draft-keys.ts';
import { readForm } from '../http/read-form.server.ts';
import { PROOF_FIELDS } from '../step-up/proof-fields.ts';
import { importDraftKeys, sealDraft } from './draft-cipher.ts';
import type { SealedDraft } from './draft-cipher.ts';

/** Longer ones, such as files, are not kept; the page says so. */
const LONGEST_KEPT_BYTES = 64 * 1024;
/** A PIN goes nowhere but into the check that asked for it (PIN-09). */
const NEVER_KEPT = new Set(['/my-key/pin']);
const PROOF_NAMES = new Set<string>(Object.values(PROOF_FIELDS));

export type KeepForm = {
  sessionId: string;
  /** The page that the form stood on. */
  page: string;
  /** Where it was sent. */
  action: string;
};

/**
 * Seals a form that met a locked session, for the browser to hold until its key has resumed the session: the portal keeps
 * nothing of it.
 * @returns null where nothing can be kept: too large, or none of a form's texts
 */
export async function keepForm(
  { sealingKeys }: Pick<AuthServices, 'sealingKeys'>,
  request: Request,
  { sessionId, page, action }: KeepForm,
): Promise<SealedDraft | null> {
  const length = Number(request.headers.get('content-length') ?? Number.NaN);
  const path = new URL(action, request.url).pathname;
  if (!(length <= LONGEST_KEPT_BYTES) || NEVER_KEPT.has(path)) return null;
  const fields = textsOf(await readForm(request, LONGEST_KEPT_BYTES));
  const [key] = await importDraftKeys(draftKeysOf(sealingKeys, sessionId));
  if (fields.length === 0 || key === undefined) return null;
  return sealDraft(key, { path: page, forms: [{ action: path, fields }] });
}

function textsOf(form: FormData): [string, string][] {
  return [...form.entries()].flatMap(([name, value]) =>
    typeof value === 'string' && !PROOF_NAMES.has(name) ? [[name, value]] : [],
  );
}
