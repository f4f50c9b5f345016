import { toSafeText } from '#auth/audit/safe-text.ts';
import { findSourceStatus } from '../../connectors/connection/find-source-status.server.ts';
import type { SourceStatus } from '../../connectors/connection/find-source-status.server.ts';
import { readOptions } from '../command.ts';
import type { Command } from '../command.ts';
import { withServices } from '../open-services.ts';

const LONGEST = 1_000;

export const sourceStatus: Command = {
  name: 'source status',
  summary: 'tells how fresh the data of each ERP is and what stops it',
  help: `Usage: npm run brelok -- source status

Exit codes: 0 every source is asked and gives what it should; 1 one is stopped or has a fault; 2 not understood.`,
  run: async (call) => {
    readOptions(call.args, {});
    return withServices(call, async ({ db }) => {
      const sources = await findSourceStatus(db);
      if (sources.length === 0) call.print('no source is asked; add one with: source configure FILE');
      for (const line of sources.flatMap(describe)) call.print(toSafeText(line, LONGEST));
      return sources.some(isFaulty) ? 1 : 0;
    });
  },
};

function isFaulty({ stoppedBy, hasCredentials, kinds }: SourceStatus): boolean {
  return stoppedBy !== null || !hasCredentials || kinds.some(({ fault }) => fault !== null);
}

function describe({
  name,
  address,
  everyMinutes,
  dueAt,
  stoppedBy,
  hasCredentials,
  kinds,
}: SourceStatus): string[] {
  const state = !hasCredentials
    ? 'STOPPED: its credentials are missing'
    : stoppedBy === null
      ? `next at ${dueAt.toISOString()}`
      : `STOPPED by ${stoppedBy}`;
  return [
    `${name}: ${address}, every ${everyMinutes} min, ${state}`,
    ...kinds.map(({ kind, syncedAt, rowCount, fault, faultDetail }) => {
      const as = syncedAt === null ? 'never read' : `as of ${syncedAt.toISOString()}`;
      const wrong = fault === null ? '' : `; ${fault}: ${faultDetail ?? ''}`;
      return `  ${kind}: ${rowCount} rows, ${as}${wrong}`;
    }),
  ];
}
