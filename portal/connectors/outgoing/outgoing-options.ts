import type { AskingDeps } from '../connection/ask-source.server.ts';
import type { OutgoingOptions } from '../records/asked-source.ts';

/** What is sent must not wait for minutes while others stand behind it. */
const LIMITS = { connectMs: 10_000, headersMs: 60_000, bodyMs: 60_000, bodyBytes: 4 * 1024 * 1024 };

/** How whoever writes into a source reaches it. */
export function outgoingOptionsOf(
  { rules, now, breakerOf }: Pick<AskingDeps, 'rules' | 'now' | 'breakerOf'>,
  sourceId: string,
): OutgoingOptions {
  return { rules, now, breaker: breakerOf(sourceId), limits: LIMITS };
}
