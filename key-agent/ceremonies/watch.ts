import { MESSAGES } from '#auth/wire/messages.ts';
import type { RequestFor } from '#auth/wire/messages.ts';
import { AgentError } from '../errors.ts';
import type { EnrolledPortal } from '../portals/portal-store.ts';
import type { Agent } from './agent.ts';
import { writeAnswer } from './write-answer.ts';

/**
 * Begins to watch the FIDO keys that are plugged in now, for a sign-in that the browser has just made with one of them. Which
 * one it was, no system says without opening it; so as soon as any of them is pulled, the session locks.
 * @throws AgentError `dongle_missing` when none is plugged in
 */
export async function watch(
  agent: Agent,
  { portal, request }: { portal: EnrolledPortal; request: RequestFor<'watch'> },
): Promise<string> {
  const judged = await agent.dongles.judgeAll();
  const paths = judged.flatMap(({ device, verdict }) => (verdict.use === 'presence' ? [device.path] : []));
  if (paths.length === 0) throw new AgentError('dongle_missing', 'no FIDO key is plugged in');
  agent.presence.watch({ portal, txn: request.txn, paths });
  return writeAnswer(agent, { kind: MESSAGES.watch, request, agentKey: portal.agentKey }, (common) => ({
    ...common,
    pluggedKeys: paths.length,
  }));
}
