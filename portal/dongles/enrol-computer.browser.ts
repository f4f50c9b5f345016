/** Lets an old key answer on this computer, too: its agent is enrolled where it is not known, then the key proves itself. */
import { elementById, leadTo, postJson, textOf } from '../login/ceremony-client.ts';
import { findAgent } from './agent-client.ts';
import { withKnownAgent } from './agent-enrolment.ts';
import { carryToAgent, DongleProblemError, requireOk, runCeremony, showStage } from './agent-page.ts';

const form = document.getElementById('enrol-computer');
// Where no ticket is open the page says so and has no form.
if (form instanceof HTMLFormElement) offer(form);

function offer(within: HTMLFormElement): void {
  const button = elementById('add', HTMLButtonElement);
  const pin = elementById('pin', HTMLInputElement);
  button.disabled = false;
  within.addEventListener('submit', (event) => {
    event.preventDefault();
    button.disabled = true;
    void runCeremony(() => add(pin.value)).then((isDone) => {
      pin.value = '';
      button.disabled = isDone;
      if (!isDone) pin.focus();
    });
  });
}

async function add(pin: string): Promise<void> {
  const agent = await findAgent();
  if (!agent.ok) throw new DongleProblemError(agent.code);
  const name = elementById('name', HTMLInputElement).value;
  const finished = await withKnownAgent(agent.port, async () => {
    const begun = requireOk(await postJson('/enrol/computer/begin', {}));
    showStage('working');
    const message = await carryToAgent(agent.port, 'prove', begun);
    const answered = { state: begun.body['state'], message, pin, name };
    return requireOk(await postJson('/enrol/computer/finish', answered));
  });
  leadTo(textOf(finished, 'location'));
}
