import { MESSAGES } from '#auth/wire/messages.ts';
import type { RequestFor } from '#auth/wire/messages.ts';
import { AgentError } from '../errors.ts';
import type { EnrolledPortal } from '../portals/portal-store.ts';
import type { Agent } from './agent.ts';
import { writeAnswer } from './write-answer.ts';

/**
 * Begins to watch the FIDO keys that are plugged in now, for a sign-in that the browser has made with one of them. Which one it
 * was, no system says without opening it; so of those of its maker, or of all where the portal does not know the maker, the
 * first that is pulled locks the session.
 * @throws AgentError `dongle_missing` when none of them is plugged in: another maker's key is not watched in its place
 */
export async function watch(
  agent: Agent,
  { portal, request }: { portal: EnrolledPortal; request: RequestFor<'watch'> },
): Promise<string> {
  const judged = await agent.dongles.judgeAll();
  const { txn, vendorId } = request;
  const keys = judged.filter(({ verdict }) => verdict.use === 'presence').map(({ device }) => device);
  const paths = keys
    .filter((key) => vendorId === undefined || key.vendorId === vendorId)
    .map(({ path }) => path);
  if (paths.length === 0) throw new AgentError('dongle_missing', 'no such FIDO key is plugged in');
  agent.presence.watch({ portal, txn, paths, isBesideOthers: true });
  return writeAnswer(agent, { kind: MESSAGES.watch, request, agentKey: portal.agentKey }, (common) => ({
    ...common,
    pluggedKeys: paths.length,
  }));
}
