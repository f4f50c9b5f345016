/** How a page makes the agent of its computer known to the portal: with eight digits that both sides show. */
import { elementById, postJson, textOf } from '../login/ceremony-client.ts';
import { carryToAgent, DongleProblemError, requireOk } from './agent-page.ts';

/** Codes that say that the agent of this computer must be enrolled before it can speak for a dongle. */
const NOT_KNOWN: readonly string[] = ['not_enrolled', 'answer_key_unknown', 'agent_revoked'];

/** Does what needs an agent that the portal knows; where it does not know this one, the agent is enrolled first. */
export async function withKnownAgent<Done>(port: number, work: () => Promise<Done>): Promise<Done> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DongleProblemError) || !NOT_KNOWN.includes(error.message)) throw error;
    await enrolAgent(port);
    return work();
  }
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
