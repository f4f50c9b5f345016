/** What the `source` commands print. */
import { toSafeText } from '#auth/audit/safe-text.ts';
import type { NotAsked, PreviewedKind } from '../connectors/connection/ask-source.server.ts';
import type { SetTest } from '../connectors/records/test-sets.server.ts';
import type { FeedOutcome } from '../connectors/pull/sync-feed.server.ts';
import { UsageError, readArguments } from './command.ts';
import type { CommandCall, ExitCode } from './command.ts';

/** What a source says may be anything, a line break too, which would pass for a line of ours. */
const LONGEST = 2_000;

const WHY_NOT_ASKED = {
  unknown: 'there is no such source that we ask; `source status` lists them',
  credentials_missing:
    'its credentials are missing; give them with: source configure FILE --credentials FILE',
} as const;

/** The one name that these commands take. */
export function readSourceName<Options extends Parameters<typeof readArguments>[1]>(
  call: CommandCall,
  options: Options,
) {
  const { values, positionals } = readArguments(call.args, options);
  const [name, ...others] = positionals;
  if (name === undefined || others.length > 0) throw new UsageError('one source is named at a time');
  return { name, values };
}

export function printNotAsked({ printError }: CommandCall, outcome: NotAsked): ExitCode {
  const reason =
    outcome.reason === 'fault' ? `${outcome.code}: ${outcome.detail}` : WHY_NOT_ASKED[outcome.reason];
  printError(toSafeText(reason, LONGEST));
  return 1;
}

export function describeSetTest(test: SetTest): string {
  const name = test.kind === null ? `looked up in ${test.set}` : `${test.kind} in ${test.set}`;
  if (test.ok) return `${name}: all there`;
  switch (test.reason) {
    case 'set_missing':
      return `${name}: MISSING; the source does not publish this set`;
    case 'fields_missing':
      return `${name}: FIELDS MISSING: ${test.missing.join(', ')}`;
    case 'fault':
      return toSafeText(`${name}: ${test.code}: ${test.detail}`, LONGEST);
  }
}

export function describeFeed(feed: FeedOutcome): string {
  if (feed.ok) return `${feed.kind}: ${feed.change === 'synced' ? 'up to date' : 'not due yet'}`;
  if (feed.reason === 'fault') return toSafeText(`${feed.kind}: ${feed.code}: ${feed.detail}`, LONGEST);
  const kinds = feed.kinds.map(({ kind, live, removed }) => `${removed} of ${live} of kind ${kind}`);
  return `${feed.kind}: would remove ${kinds.join(', ')}; if they are truly gone, repeat with --allow-removal`;
}

export function* describePreview(kinds: readonly PreviewedKind[]): Generator<string> {
  for (const { kind, rows, fault } of kinds) {
    yield fault === null
      ? `${kind}: ${rows.length} rows`
      : toSafeText(`${kind}: CAN’T BE READ: ${fault}`, LONGEST);
    for (const row of rows) {
      const said = row.ok
        ? withoutNulls(row.entity)
        : row.problems.map(({ column, reason }) => `${column}: ${reason}`);
      yield toSafeText(`  ${row.ok ? '' : 'CAN’T BE READ '}${JSON.stringify(said, bigintAsText)}`, LONGEST);
    }
  }
}

function withoutNulls(entity: object): object {
  return Object.fromEntries(Object.entries(entity).filter(([, value]) => value !== null));
}

function bigintAsText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
