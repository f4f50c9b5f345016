/** Sign-in with an old key: the agent asks it, the portal checks its proof and then the PIN. The PIN goes to the portal alone. */
import { elementById, leadTo, postJson, textOf } from '../login/ceremony-client.ts';
import { findAgent } from './agent-client.ts';
import { carryToAgent, DongleProblemError, requireOk, runCeremony, showStage } from './agent-page.ts';

const form = elementById('dongle-sign-in', HTMLFormElement);
const button = elementById('sign-in', HTMLButtonElement);
const pin = elementById('pin', HTMLInputElement);

button.disabled = false;
form.addEventListener('submit', (event) => {
  event.preventDefault();
  void signIn();
});

async function signIn(): Promise<void> {
  button.disabled = true;
  const isDone = await runCeremony(askAndSend);
  pin.value = '';
  button.disabled = isDone;
  if (!isDone) pin.focus();
}

async function askAndSend(): Promise<void> {
  const agent = await findAgent();
  if (!agent.ok) throw new DongleProblemError(agent.code);
  const begun = requireOk(await postJson('/sign-in/dongle/begin', {}));
  showStage('working');
  const message = await carryToAgent(agent.port, 'prove', begun);
  const finished = requireOk(
    await postJson('/sign-in/dongle/finish', {
      state: begun.body['state'],
      message,
      pin: pin.value,
      returnTo: form.dataset['return'] ?? null,
    }),
  );
  leadTo(textOf(finished, 'location'));
}
