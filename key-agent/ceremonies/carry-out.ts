import type { RequestPurpose } from '#auth/wire/messages.ts';
import { AgentError } from '../errors.ts';
import type { EnrolledPortal } from '../portals/portal-store.ts';
import type { Agent } from './agent.ts';
import { prove, register } from './ask-dongle.ts';
import { compare, enrol } from './enrol.ts';
import { readRequest } from './read-request.ts';
import type { Asked } from './read-request.ts';
import { watch } from './watch.ts';

export type CarryOut = (purpose: RequestPurpose, asked: Asked, signal: AbortSignal) => Promise<string>;

/**
 * Reads a request and does what it asks: one at a time, since there is one holder with two hands (AGT-08).
 * @throws AgentError `busy` while another one is under way
 */
export function createCarryOut(agent: Agent): CarryOut {
  let isBusy = false;
  return async (purpose, asked, signal) => {
    if (isBusy) throw new AgentError('busy');
    isBusy = true;
    try {
      return await carryOut(agent, purpose, { ...asked, signal });
    } finally {
      isBusy = false;
    }
  };
}

type Asking = Asked & { signal: AbortSignal };

async function carryOut(agent: Agent, purpose: RequestPurpose, asked: Asking): Promise<string> {
  switch (purpose) {
    case 'enrol':
      return enrol(agent, await readRequest(agent, purpose, asked));
    case 'compare':
      return compare(agent, await readRequest(agent, purpose, asked), asked.signal);
    case 'watch': {
      const request = await readRequest(agent, purpose, asked);
      return watch(agent, { portal: requireEnrolled(agent, request.origin), request });
    }
    case 'prove': {
      const request = await readRequest(agent, purpose, asked);
      return withProgress(agent, request, (way) => prove(agent, { ...way, request, signal: asked.signal }));
    }
    case 'register': {
      const request = await readRequest(agent, purpose, asked);
      return withProgress(agent, request, (way) =>
        register(agent, { ...way, request, signal: asked.signal }),
      );
    }
  }
}

type Way = { portal: EnrolledPortal; tell: ReturnType<Agent['progress']['begin']> };

async function withProgress(
  agent: Agent,
  { txn, origin }: { txn: string; origin: string },
  work: (way: Way) => Promise<string>,
): Promise<string> {
  const tell = agent.progress.begin({ txn, origin });
  try {
    return await work({ portal: requireEnrolled(agent, origin), tell });
  } finally {
    agent.progress.end(txn);
  }
}

function requireEnrolled({ store }: Agent, origin: string): EnrolledPortal {
  const portal = store.find(origin);
  if (portal === null) throw new AgentError('not_enrolled');
  return portal;
}
