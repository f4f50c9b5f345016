/** Sign-in by the number on the key and the PIN that the portal checks. The PIN is read once and leaves the page at once. */
import { credentialJson, elementById, findWebAuthn, leadTo, postJson, textOf } from './ceremony-client.ts';

type WebAuthn = NonNullable<ReturnType<typeof findWebAuthn>>;

const form = elementById('number-sign-in', HTMLFormElement);
const button = elementById('sign-in', HTMLButtonElement);
const number = elementById('number', HTMLInputElement);
const pin = elementById('pin', HTMLInputElement);
const waiting = elementById('waiting', HTMLElement);
const webAuthn = findWebAuthn();

if (webAuthn === null) leadTo('/sign-in/unsupported');
else {
  button.disabled = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void signIn(webAuthn);
  });
}

async function signIn(api: WebAuthn): Promise<void> {
  setWaiting(true);
  const begun = await postJson('/sign-in/number/begin', { number: number.value });
  if (begun.status !== 200)
    return leadTo(begun.status === 400 ? '/sign-in?problem=cookies' : '/sign-in?problem=server');
  const response = await askKey(api, begun.body['options']);
  if (response === null) return sayWhy('no-answer');

  const finished = await postJson('/sign-in/number/finish', {
    state: begun.body['state'],
    response,
    number: number.value,
    pin: pin.value,
    returnTo: form.dataset['return'] ?? null,
  });
  pin.value = '';
  if (finished.status === 200) return leadTo(textOf(finished, 'location'));
  if (finished.status === 403) return sayWhy('refused');
  leadTo('/sign-in?problem=server');
}

/** Null for every way in which a key does not answer: the browser tells no more (WebAuthn L3 #sctn-assertion-privacy). */
async function askKey(api: WebAuthn, options: unknown) {
  try {
    return credentialJson(
      await navigator.credentials.get({ publicKey: api.parseRequestOptionsFromJSON(options) }),
    );
  } catch {
    return null;
  }
}

/** The number stays, so that nobody types twelve digits twice. */
function sayWhy(id: 'refused' | 'no-answer'): void {
  setWaiting(false);
  elementById(id, HTMLElement).hidden = false;
  (pin.value === '' ? pin : button).focus();
}

function setWaiting(isWaiting: boolean): void {
  button.disabled = isWaiting;
  waiting.hidden = !isWaiting;
  if (!isWaiting) return;
  for (const id of ['refused', 'no-answer']) elementById(id, HTMLElement).hidden = true;
}
