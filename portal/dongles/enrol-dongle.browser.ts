/** Registers an old key: where the agent of this computer is not known yet, it is enrolled first. */
import { elementById, leadTo, postJson, textOf } from '../login/ceremony-client.ts';
import { findAgent } from './agent-client.ts';
import {
  carryToAgent,
  DongleProblemError,
  requireOk,
  runCeremony,
  showProblem,
  showStage,
} from './agent-page.ts';

const NOT_KNOWN: readonly string[] = ['not_enrolled', 'answer_key_unknown', 'agent_revoked'];

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
  const begun = requireOk(await postJson('/enrol/dongle/begin', { pin }));
  const agent = await findAgent();
  if (!agent.ok) throw new DongleProblemError(agent.code);
  const tried = await tryByKnownAgent(agent.port, begun).catch(async (error: unknown) => {
    if (!(error instanceof DongleProblemError) || !NOT_KNOWN.includes(error.message)) throw error;
    await enrolAgent(agent.port);
    return tryByKnownAgent(agent.port, requireOk(await postJson('/enrol/dongle/begin', { pin })));
  });
  const message = await carryToAgent(agent.port, 'prove', tried);
  const finished = requireOk(
    await postJson('/enrol/dongle/finish', { state: tried.body['state'], message, pin }),
  );
  leadTo(textOf(finished, 'location'));
}

async function tryByKnownAgent(port: number, begun: Awaited<ReturnType<typeof postJson>>) {
  showStage('working');
  const message = await carryToAgent(port, 'register', begun);
  return requireOk(await postJson('/enrol/dongle/try', { state: begun.body['state'], message }));
}

/** Both sides say that the digits are the same: the agent's window, and this page. */
async function enrolAgent(port: number): Promise<void> {
  const begun = requireOk(await postJson('/enrol/agent/begin', {}));
  const enrolled = await carryToAgent(port, 'enrol', begun);
  const compared = requireOk(
    await postJson('/enrol/agent/compare', { state: begun.body['state'], message: enrolled }),
  );
  const isSame = showDigits(textOf(compared, 'code') ?? '');
  const answered = carryToAgent(port, 'compare', compared);
  try {
    // Whoever says no here need not wait for the window; whoever refuses there need not answer here.
    const first = await Promise.race([isSame, answered]);
    if (first === false || !(await isSame)) throw new DongleProblemError('differ');
    const message = await answered;
    requireOk(await postJson('/enrol/agent/finish', { state: compared.body['state'], message }));
  } finally {
    answered.catch(() => undefined); // said already, or no longer of interest
    elementById('compare', HTMLElement).hidden = true;
  }
}

/** Shows the eight digits and waits for what somebody says of them. */
function showDigits(code: string): Promise<boolean> {
  elementById('compare-digits', HTMLElement).textContent = `${code.slice(0, 4)} ${code.slice(4)}`;
  const waiting = elementById('compare-waiting', HTMLElement);
  const [same, differ] = [elementById('same', HTMLButtonElement), elementById('differ', HTMLButtonElement)];
  waiting.hidden = true;
  same.disabled = false;
  elementById('compare', HTMLElement).hidden = false;
  elementById('compare', HTMLElement).scrollIntoView({ block: 'nearest' });
  same.focus();
  return new Promise((resolve) => {
    same.addEventListener(
      'click',
      () => {
        same.disabled = true;
        waiting.hidden = false;
        resolve(true);
      },
      { once: true },
    );
    differ.addEventListener('click', () => resolve(false), { once: true });
  });
}
