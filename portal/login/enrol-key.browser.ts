/** Registers the key that a ticket is for. */
import { credentialJson, elementById, findWebAuthn, leadTo, postJson, textOf } from './ceremony-client.ts';

const button = elementById('register', HTMLButtonElement);
const waiting = elementById('waiting', HTMLElement);
const webAuthn = findWebAuthn();

if (webAuthn === null) leadTo('/sign-in/unsupported');
else {
  button.disabled = false;
  button.addEventListener('click', () => void register(webAuthn));
}

async function register(api: NonNullable<typeof webAuthn>): Promise<void> {
  button.disabled = true;
  waiting.hidden = false;
  const begun = await postJson('/enrol/begin', {});
  if (begun.status !== 200) return leadTo('/enrol/key?problem=ticket_spent');
  const created = await createCredential(api, begun.body['options']);
  if (typeof created === 'string') return leadTo(`/enrol/key?problem=${created}`);

  const finished = await postJson('/enrol/finish', { state: begun.body['state'], response: created });
  if (finished.status === 200) return leadTo(textOf(finished, 'location'));
  leadTo(`/enrol/key?problem=${encodeURIComponent(textOf(finished, 'code') ?? 'server')}`);
}

async function createCredential(api: NonNullable<typeof webAuthn>, options: unknown) {
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
