/**
 * Lets the agent of this computer watch the key of the session. After a sign-in it asks nobody anything: where the browser would
 * have to ask its user first, or no agent answers, it leads on at once. Asked for by its holder, it says what went wrong.
 */
import { elementById, leadTo, postJson } from '../login/ceremony-client.ts';
import { askPermissionState, findAgent } from './agent-client.ts';
import { carryToAgent, DongleProblemError, requireOk, runCeremony, showStage } from './agent-page.ts';

/** Nobody waits longer for a page because of an agent that hangs. */
const PATIENCE_MS = 4_000;

const page = elementById('watch-key', HTMLElement);
const button = elementById('watch', HTMLButtonElement);
const goOn = page.dataset['return'] ?? '/';

if (page.dataset['asked'] === 'yes') {
  button.disabled = false;
  button.addEventListener('click', () => void watchWhenAsked());
} else void watchOnTheWay();

async function watchWhenAsked(): Promise<void> {
  button.disabled = true;
  if (await runCeremony(watch)) return leadTo(goOn);
  button.disabled = false;
  button.focus();
}

async function watchOnTheWay(): Promise<void> {
  const state = await askPermissionState();
  if (state === 'granted' || state === 'unknown') await Promise.race([watchQuietly(), patience()]);
  leadTo(goOn);
}

/** What went wrong is not said: without a watcher the session goes on as ever, and "my key" says so. */
async function watchQuietly(): Promise<void> {
  try {
    showStage('looking');
    await watch();
  } catch (error) {
    if (!(error instanceof DongleProblemError)) throw error;
  }
}

function patience(): Promise<unknown> {
  return new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
}

/** @throws DongleProblemError */
async function watch(): Promise<void> {
  const agent = await findAgent();
  if (!agent.ok) throw new DongleProblemError(agent.code);
  const begun = requireOk(await postJson('/my-key/watch/begin', {}));
  // No window opens for it, so there is no code to compare.
  const asked = { ...begun, body: { ...begun.body, checkCode: null } };
  const message = await carryToAgent(agent.port, 'watch', asked);
  requireOk(await postJson('/my-key/watch/finish', { state: begun.body['state'], message }));
}
