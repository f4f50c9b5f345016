/** Registers an old key: where the agent of this computer is not known yet, it is enrolled first. */
import { elementById, leadTo, postJson, textOf } from '../login/ceremony-client.ts';
import type { Answer } from '../login/ceremony-client.ts';
import { findAgent } from './agent-client.ts';
import { withKnownAgent } from './agent-enrolment.ts';
import {
  carryToAgent,
  DongleProblemError,
  requireOk,
  runCeremony,
  showProblem,
  showStage,
} from './agent-page.ts';

const form = document.getElementById('enrol-dongle');
// Where no ticket is open the page says so and has no form.
if (form instanceof HTMLFormElement) offer(form);

function offer(within: HTMLFormElement): void {
  const button = elementById('register', HTMLButtonElement);
  button.disabled = false;
  within.addEventListener('submit', (event) => {
    event.preventDefault();
    const pin = elementById('pin', HTMLInputElement).value;
    if (pin !== elementById('pin-again', HTMLInputElement).value) return showProblem('pins_differ');
    button.disabled = true;
    void runCeremony(() => register(pin)).then((isDone) => {
      button.disabled = isDone;
    });
  });
}

async function register(pin: string): Promise<void> {
  // The portal judges the PIN first, so that nobody goes to the end in vain.
  let begun: Answer | null = requireOk(await postJson('/enrol/dongle/begin', { pin }));
  const agent = await findAgent();
  if (!agent.ok) throw new DongleProblemError(agent.code);
  const tried = await withKnownAgent(agent.port, async () => {
    const asked = begun ?? requireOk(await postJson('/enrol/dongle/begin', { pin }));
    begun = null; // one request is good for one answer
    return tryDongle(agent.port, asked);
  });
  const message = await carryToAgent(agent.port, 'prove', tried);
  const name = elementById('name', HTMLInputElement).value;
  const finished = requireOk(
    await postJson('/enrol/dongle/finish', { state: tried.body['state'], message, pin, name }),
  );
  leadTo(textOf(finished, 'location'));
}

async function tryDongle(port: number, begun: Answer): Promise<Answer> {
  showStage('working');
  const message = await carryToAgent(port, 'register', begun);
  return requireOk(await postJson('/enrol/dongle/try', { state: begun.body['state'], message }));
}
