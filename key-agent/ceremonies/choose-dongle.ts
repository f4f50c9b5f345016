import type { FobIdentity, Slot } from '../drivers/driver.ts';
import { AgentError } from '../errors.ts';
import type { Dongle } from '../hid/dongles.ts';
import type { Agent } from './agent.ts';
import type { Stage } from './progress.ts';

export type Chosen = { dongle: Dongle; identity: FobIdentity; isConfirmed: boolean };

export type Choice = {
  signal: AbortSignal;
  tell: (stage: Stage) => void;
  slot: Slot | undefined;
  /** Of the dongle that is wanted, where the portal knows it. */
  serial: string | undefined;
  /** Lets the holder choose; several dongles are never chosen from silently (AGT-08). */
  ask: (labels: string[]) => Promise<number>;
};

const PLUG_IN_LIMIT_MS = 30_000;
const LOOK_MS = 1_000;

/**
 * Finds the dongle that shall answer, and waits a while for one to be plugged in.
 * @throws AgentError `dongle_missing`, `dongle_other`, and what the dongles themselves throw
 */
export async function chooseDongle(agent: Agent, choice: Choice): Promise<Chosen> {
  const dongles = await waitForDongles(agent, choice);
  const [only] = dongles;
  if (only !== undefined && dongles.length === 1) {
    const identity = await identify(agent, only, choice);
    requireSerial(identity, choice.serial);
    return { dongle: only, identity, isConfirmed: false };
  }
  return chooseOfSeveral(agent, dongles, choice);
}

/** Who a dongle says it is. Opens it and gives it back. */
export function identify(
  agent: Agent,
  dongle: Dongle,
  { signal, slot }: Pick<Choice, 'signal' | 'slot'>,
): Promise<FobIdentity> {
  return agent.dongles.use({ dongle, slot, signal }, (driver, fob) =>
    driver.identify(fob, { signal, onTouchNeeded: () => undefined }),
  );
}

async function waitForDongles(agent: Agent, { signal, tell }: Choice): Promise<Dongle[]> {
  const giveUpAt = agent.clock.now().getTime() + PLUG_IN_LIMIT_MS;
  for (;;) {
    const dongles = await agent.dongles.list();
    if (dongles.length > 0) return dongles;
    if (agent.clock.now().getTime() >= giveUpAt) throw new AgentError('dongle_missing');
    tell('plug_in');
    await agent.clock.sleep(LOOK_MS, signal);
  }
}

async function chooseOfSeveral(agent: Agent, dongles: Dongle[], choice: Choice): Promise<Chosen> {
  const known: Omit<Chosen, 'isConfirmed'>[] = [];
  let firstFault: AgentError | null = null;
  for (const dongle of dongles) {
    try {
      known.push({ dongle, identity: await identify(agent, dongle, choice) });
    } catch (error) {
      if (!(error instanceof AgentError) || error.code === 'cancelled') throw error;
      firstFault ??= error;
    }
  }
  if (known.length === 0 && firstFault !== null) throw firstFault;
  if (choice.serial !== undefined) {
    const wanted = known.find(({ identity }) => identity.serial === choice.serial);
    if (wanted === undefined) throw new AgentError('dongle_other');
    return { ...wanted, isConfirmed: false };
  }
  choice.tell('choose');
  const index = await choice.ask(known.map(({ identity }) => `${identity.model} ${identity.serial}`));
  const chosen = known[index];
  if (chosen === undefined) throw new AgentError('not_confirmed', 'a choice that was not offered');
  return { ...chosen, isConfirmed: true };
}

function requireSerial({ serial }: FobIdentity, wanted: string | undefined): void {
  if (wanted !== undefined && serial !== wanted) throw new AgentError('dongle_other');
}
