/** The one button of the sign-in page. */
import { credentialJson, elementById, findWebAuthn, leadTo, postJson, textOf } from './ceremony-client.ts';

type WebAuthn = NonNullable<ReturnType<typeof findWebAuthn>>;

const NO_ANSWER = '/sign-in/no-answer';
const TOO_MANY = 429;

const found = document.getElementById('sign-in');
// A locked session whose key needs another page has no button here, only a link.
if (found instanceof HTMLButtonElement) offer(found);

function offer(button: HTMLButtonElement): void {
  const webAuthn = findWebAuthn();
  if (webAuthn === null) return leadTo('/sign-in/unsupported');
  button.disabled = false;
  button.addEventListener('click', () => void signIn(webAuthn, button));
}

async function signIn(api: WebAuthn, button: HTMLButtonElement): Promise<void> {
  setWaiting(button, true);
  const begun = await postJson('/sign-in/begin', {});
  if (begun.status !== 200) return leadTo(`/sign-in?problem=${problemOf(begun.status)}`);
  const credential = await askKey(api, begun.body['options']);
  const returnTo = button.dataset['return'] ?? null;
  if (credential === null) return leadTo(withReturn(NO_ANSWER, returnTo));

  const finished = await postJson('/sign-in/finish', {
    state: begun.body['state'],
    response: credential,
    returnTo,
  });
  if (finished.status === 200) return leadTo(textOf(finished, 'location'));
  if (finished.status === TOO_MANY) return leadTo('/sign-in?problem=too_many');
  if (finished.body['forget'] === true) await forget(api, credential.id, begun.body['options']);
  leadTo(
    textOf(finished, 'code') === 'suspended'
      ? `${NO_ANSWER}?reason=suspended`
      : withReturn(NO_ANSWER, returnTo),
  );
}

function problemOf(status: number): 'cookies' | 'too_many' | 'server' {
  if (status === TOO_MANY) return 'too_many';
  return status === 400 ? 'cookies' : 'server';
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

/** Tells a passkey provider that we don't know this one. Security keys may ignore it (AUT-17). */
async function forget(api: WebAuthn, credentialId: string, options: unknown): Promise<void> {
  const rpId = typeof options === 'object' && options !== null && 'rpId' in options ? options.rpId : null;
  if (api.signalUnknownCredential === undefined || typeof rpId !== 'string') return;
  try {
    await api.signalUnknownCredential({ rpId, credentialId });
  } catch {
    return; // a courtesy to the provider: its failure changes nothing here
  }
}

function withReturn(path: string, returnTo: string | null): string {
  return returnTo === null ? path : `${path}?return=${encodeURIComponent(returnTo)}`;
}

function setWaiting(button: HTMLButtonElement, isWaiting: boolean): void {
  button.disabled = isWaiting;
  elementById('waiting', HTMLElement).hidden = !isWaiting;
}
