import { createAsking } from '../../asking.server.ts';
import { parseSourceConfig } from '../../connectors/connection/source-config.ts';
import { storeConnection } from '../../connectors/connection/store-connection.server.ts';
import type { StoredConnection } from '../../connectors/connection/store-connection.server.ts';
import { SourceCredentials } from '../../connectors/http/credentials.ts';
import { PRESET_NAMES } from '../../connectors/presets/presets.ts';
import { UsageError, readArguments } from '../command.ts';
import type { Command, CommandCall, ExitCode } from '../command.ts';
import { withMigratedServices } from '../open-services.ts';
import { readJsonFile, refuse, toFault } from '../source-files.ts';

export const sourceConfigure: Command = {
  name: 'source configure',
  summary: 'adds or changes an ERP that the portal asks by itself',
  help: `Usage: npm run brelok -- source configure FILE [--credentials FILE]

FILE is JSON: name, address, timeZone, preset (or mapping), and settings and everyMinutes where wanted:

  {"name": "erp", "address": "https://erp.example/ut/odata/standard.odata/", "timeZone": "Europe/Moscow",
   "preset": "1c-ut11", "everyMinutes": 15}

Odoo and Tryton need "settings": {"database": "NAME"}; Odoo's password is an API key of the user.

Presets: ${PRESET_NAMES.join(', ')}. Own mappings: portal/connectors/README.md.

  --credentials FILE   JSON with what the source asks us for, or - for standard input. It is encrypted and never shown:
                         {"kind": "basic", "user": "portal", "password": "…"}
                         {"kind": "bearer", "token": "…"}
                         {"kind": "client-credentials", "tokenUrl": "…", "clientId": "…", "clientSecret": "…"}
                         {"kind": "header", "name": "DOLAPIKEY", "value": "…"}
                         {"kind": "path", "path": "12/abcdef"}     (a Bitrix24 webhook; the address ends with /rest/)
                         {"kind": "none"}
                       Without it those that are stored stay, unless scheme, host or port change: then they are deleted.

Exit codes: 0 stored; 1 not, with what is wrong; 2 not understood.`,
  run: async (call) => {
    const { values, positionals } = readArguments(call.args, { credentials: { type: 'string' } });
    const [file, ...others] = positionals;
    if (file === undefined || others.length > 0) throw new UsageError('one file is taken at a time');
    const parsed = parseSourceConfig(readJsonFile(call, file));
    if (!parsed.ok) return refuse(call, parsed.faults);
    const credentials =
      values.credentials === undefined
        ? null
        : SourceCredentials.safeParse(readJsonFile(call, values.credentials));
    if (credentials?.success === false) return refuse(call, credentials.error.issues.map(toFault));
    return withMigratedServices(call, async ({ db, audit, auth, secrets }) => {
      const asking = createAsking({ db, audit, env: call.env, secrets, now: auth.now });
      const outcome = await storeConnection(asking, {
        config: parsed.config,
        credentials: credentials?.data ?? null,
        isDemo: false,
        startedById: null,
      });
      return printStored(call, outcome);
    });
  },
};

function printStored({ print, printError }: CommandCall, outcome: StoredConnection): ExitCode {
  if (!outcome.ok) {
    printError('a source of another kind has this name; nothing was changed');
    return 1;
  }
  print('stored; look at it with: source test, source preview; a new one is begun with: source sync');
  if (outcome.areCredentialsGone) {
    print('the address has changed: the stored credentials are deleted; give them anew with --credentials');
  }
  return 0;
}
