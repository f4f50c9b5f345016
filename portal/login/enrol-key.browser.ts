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
    const pin = typedPin();
    if (pin === 'differs') return;
    register.disabled = true;
    elementById('waiting', HTMLElement).hidden = false;
    void registerKey(webAuthn, pin);
  });
}

/** Null where the key has a PIN of its own, for which the page has no field. */
function typedPin(): { pin: string } | null | 'differs' {
  const input = document.getElementById('pin');
  if (!(input instanceof HTMLInputElement)) return null;
  const again = elementById('pin-again', HTMLInputElement);
  const differs = input.value !== again.value;
  elementById('pins-differ', HTMLElement).hidden = !differs;
  if (!differs) return { pin: input.value };
  again.value = '';
  again.focus();
  return 'differs';
}

async function registerKey(api: WebAuthn, pin: { pin: string } | null): Promise<void> {
  const begun = await postJson('/enrol/begin', { ...pin });
  if (begun.status === 422) return leadToProblem(textOf(begun, 'code'));
  if (begun.status !== 200) return leadTo(`/enrol/key?problem=${textOf(begun, 'code') ?? 'server'}`);
  const created = await createCredential(api, begun.body['options']);
  if (typeof created === 'string') return leadTo(`/enrol/key?problem=${created}`);

  const finished = await postJson('/enrol/finish', {
    state: begun.body['state'],
    response: created,
    ...pin,
  });
  if (finished.status === 200) return leadTo(textOf(finished, 'location'));
  leadToProblem(textOf(finished, 'code'));
}

function leadToProblem(code: string | null): void {
  leadTo(`/enrol/key?problem=${encodeURIComponent(code ?? 'server')}`);
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
