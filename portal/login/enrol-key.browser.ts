/** Registers the key that a ticket is for. */
import { credentialJson, elementById, findWebAuthn, leadTo, postJson, textOf } from './ceremony-client.ts';

type WebAuthn = NonNullable<ReturnType<typeof findWebAuthn>>;

const button = document.getElementById('register');
// Where no ticket is open the page says so and has no button.
if (button instanceof HTMLButtonElement) offer(button);

function offer(register: HTMLButtonElement): void {
  const webAuthn = findWebAuthn();
  if (webAuthn === null) return leadTo('/sign-in/unsupported');
  register.disabled = false;
  register.addEventListener('click', () => {
    register.disabled = true;
    elementById('waiting', HTMLElement).hidden = false;
    void registerKey(webAuthn);
  });
}

async function registerKey(api: WebAuthn): Promise<void> {
  const begun = await postJson('/enrol/begin', {});
  if (begun.status !== 200) return leadTo(`/enrol/key?problem=${textOf(begun, 'code') ?? 'server'}`);
  const created = await createCredential(api, begun.body['options']);
  if (typeof created === 'string') return leadTo(`/enrol/key?problem=${created}`);

  const finished = await postJson('/enrol/finish', { state: begun.body['state'], response: created });
  if (finished.status === 200) return leadTo(textOf(finished, 'location'));
  leadTo(`/enrol/key?problem=${encodeURIComponent(textOf(finished, 'code') ?? 'server')}`);
}

async function createCredential(api: WebAuthn, options: unknown) {
  try {
    const credential = await navigator.credentials.create({
      publicKey: api.parseCreationOptionsFromJSON(options),
    });
    return credentialJson(credential) ?? 'no_answer';
  } catch (error) {
    // The one error that a registration tells apart: this key is registered already (WebAuthn L3 #sctn-createCredential).
    return error instanceof DOMException && error.name === 'InvalidStateError'
      ? 'credential_known'
      : 'no_answer';
  }
}
