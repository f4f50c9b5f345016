/**
 * Forms that a key must confirm. Sending one asks the session's key for a touch and puts its answer into the form;
 * a key that does not answer leaves the page and everything typed as it was.
 */
import { credentialJson, findWebAuthn, leadTo, postJson } from '../login/ceremony-client.ts';
import { contentOf } from './content-of.ts';
import { PROOF_FIELDS } from './proof-fields.ts';

type WebAuthn = NonNullable<ReturnType<typeof findWebAuthn>>;

const webAuthn = findWebAuthn();
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.dataset['stepUp'] === undefined) return;
  event.preventDefault();
  if (webAuthn === null) return say(form, 'unsupported');
  void confirm(webAuthn, form, event.submitter);
});

async function confirm(api: WebAuthn, form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  const buttons = [...form.querySelectorAll('button')].filter(({ disabled }) => !disabled);
  const fields = new FormData(form, submitter);
  for (const button of buttons) button.disabled = true;
  say(form, 'waiting');
  const result = await askKey(api, { path: new URL(form.action).pathname, content: await contentOf(fields) });
  for (const button of buttons) button.disabled = false;
  if (typeof result === 'string') return say(form, result);
  if (submitter instanceof HTMLButtonElement && submitter.name !== '')
    setField(form, submitter.name, submitter.value);
  for (const [name, value] of Object.entries(result)) setField(form, name, value);
  form.submit();
}

/** The fields that prove it; none where no touch is needed; a word where the key did not answer. */
async function askKey(
  api: WebAuthn,
  asked: { path: string; content: [string, string][] },
): Promise<Record<string, string> | 'no_answer' | 'signs_later' | 'failed'> {
  const begun = await postJson('/step-up/begin', asked);
  if (begun.status === 401) {
    leadTo(`/locked?return=${encodeURIComponent(window.location.pathname + window.location.search)}`);
    return 'failed';
  }
  if (begun.body['code'] === 'signs_later') return 'signs_later';
  if (begun.status !== 200) return 'failed';
  if (begun.body['isNeeded'] === false) return {};
  const response = await touch(api, begun.body['options']);
  if (response === null) return 'no_answer';
  return {
    [PROOF_FIELDS.state]: String(begun.body['state']),
    [PROOF_FIELDS.response]: JSON.stringify(response),
  };
}

/** Null for every way in which a key does not answer: the browser tells no more. */
async function touch(api: WebAuthn, options: unknown) {
  try {
    return credentialJson(
      await navigator.credentials.get({ publicKey: api.parseRequestOptionsFromJSON(options) }),
    );
  } catch {
    return null;
  }
}

function setField(form: HTMLFormElement, name: string, value: string): void {
  const known = form.querySelector(`input[type=hidden][data-step-up-field="${name}"]`);
  const field = known instanceof HTMLInputElement ? known : document.createElement('input');
  field.type = 'hidden';
  field.name = name;
  field.value = value;
  field.dataset['stepUpField'] = name;
  if (known === null) form.append(field);
}

/** Shows the one sentence of the form's note that fits. */
type Saying = 'waiting' | 'no_answer' | 'signs_later' | 'failed' | 'unsupported';
function say(form: HTMLFormElement, what: Saying): void {
  for (const sentence of form.querySelectorAll<HTMLElement>('[data-step-up-says]'))
    sentence.hidden = sentence.dataset['stepUpSays'] !== what;
}
