import { SYSTEM_ACTOR } from '#auth/audit/audit-event.ts';
import { toSafeText } from '#auth/audit/safe-text.ts';
import { createAsking } from '../../asking.server.ts';
import { checkOutlet, closeOutlet, findOutlet, testOutlet } from '../../connectors/order-outlets.server.ts';
import type { OutletDeps, OutletFacts } from '../../connectors/order-outlets.server.ts';
import { UsageError } from '../command.ts';
import type { Command, CommandCall, ExitCode } from '../command.ts';
import { withServices } from '../open-services.ts';
import { readJsonFile, refuse } from '../source-files.ts';
import { readSourceName } from '../source-report.ts';

const LONGEST = 1_000;
const BY = { actorId: SYSTEM_ACTOR };
const PROBLEMS = {
  unknown_source: 'this source takes no orders',
  config_missing: 'this source needs other details',
  other_kind: 'this mapping is for sources of another kind',
  same_account: 'this is the account that reads; orders need one of their own',
} as const;

export const sourceOrders: Command = {
  name: 'source orders',
  summary: 'opens, tests or closes the way for orders of customers into an ERP',
  help: `Usage: npm run brelok -- source orders NAME [--open FILE] [--credentials FILE] [--test] [--close]

Without an option it tells whether the way is open and what stops it.

  --open FILE          JSON with the address, a preset (or mapping), and settings where wanted; or - for standard input:
                         {"address": "https://odoo.example/", "preset": "odoo", "settings": {"database": "shop"}}
                       An ERP that fetches orders itself, or reads them as files, needs {} only.
  --credentials FILE   JSON as of "source configure", of an account that may make drafts of orders; never the one that
                       reads. Without it those that are stored stay, unless scheme, host or port change.
  --test               looks in the ERP for an order that nobody has; writes nothing
  --close              no further order leaves; the password is deleted

Exit codes: 0 done, or the way is open; 1 it is closed or stopped, or was refused; 2 not understood.`,
  run: async (call) => {
    const { name, values } = readSourceName(call, {
      open: { type: 'string' },
      credentials: { type: 'string' },
      test: { type: 'boolean' },
      close: { type: 'boolean' },
    });
    const { open, credentials, test = false, close = false } = values;
    if ([open !== undefined, test, close].filter(Boolean).length > 1)
      throw new UsageError('--open, --test and --close are given one at a time');
    if (credentials !== undefined && open === undefined)
      throw new UsageError('--credentials goes with --open');
    const config = open === undefined ? null : readJsonFile(call, open);
    const secret = credentials === undefined ? null : readJsonFile(call, credentials);
    return withServices(call, async ({ db, audit, auth, secrets }) => {
      const asking = createAsking({ db, audit, env: call.env, secrets, now: auth.now });
      const source = await db.source.findUnique({ where: { name }, select: { id: true } });
      const outlet = source === null ? null : await findOutlet(db, source.id);
      if (source === null || outlet === null) {
        call.printError('there is no such source, or it takes no orders');
        return 1;
      }
      const way: Way = { call, sourceId: source.id, outlet };
      if (open !== undefined) return openWay(way, asking, { config, credentials: secret });
      if (close) return closeWay(way, asking);
      const timeZone = () => Promise.resolve('UTC');
      return test ? testWay(way, { ...asking, timeZone, dataDir: call.env.dataDir }) : tellWay(way);
    });
  },
};

type Way = { call: CommandCall; sourceId: string; outlet: OutletFacts };
type Asking = ReturnType<typeof createAsking>;

async function openWay(
  { call, sourceId, outlet }: Way,
  asking: Asking,
  { config, credentials }: { config: unknown; credentials: unknown },
): Promise<ExitCode> {
  const said = outlet.writtenKind === null ? null : config;
  const checked = checkOutlet(asking, { sourceId, config: said, credentials, by: BY });
  if (!checked.ok) return refuse(call, checked.faults);
  const outcome = await checked.save();
  if (!outcome.ok) return refuse(call, [{ path: outcome.reason, message: PROBLEMS[outcome.reason] }]);
  call.print('open; look at it with: source orders NAME --test');
  if (outcome.areCredentialsGone) {
    call.print(
      'the address has changed: the stored credentials are deleted; give them anew with --credentials',
    );
  }
  return 0;
}

async function closeWay({ call, sourceId }: Way, asking: Asking): Promise<ExitCode> {
  const wasOpen = await closeOutlet(asking, { sourceId, by: BY });
  call.print(wasOpen ? 'closed; what was sent waits' : 'it was closed already');
  return 0;
}

async function testWay({ call, sourceId }: Way, deps: OutletDeps): Promise<ExitCode> {
  const tested = await testOutlet(deps, sourceId);
  if (tested.ok) {
    call.print('the ERP answers, and orders can be looked for');
    return 0;
  }
  const reason =
    'detail' in tested ? `${tested.reason}: ${tested.detail}` : 'it is closed, or has no password';
  call.printError(toSafeText(reason, LONGEST));
  return 1;
}

function tellWay({ call, outlet }: Way): ExitCode {
  const { isOpen, writtenKind, address, hasCredentials, stoppedBy } = outlet;
  const isReady = isOpen && stoppedBy === null && (writtenKind === null || hasCredentials);
  const state = !isOpen
    ? 'closed'
    : stoppedBy !== null
      ? `STOPPED by ${stoppedBy}`
      : isReady
        ? 'open'
        : 'STOPPED: its credentials are missing';
  call.print(toSafeText([state, ...(isOpen && address !== '' ? [address] : [])].join(': '), LONGEST));
  return isReady ? 0 : 1;
}
