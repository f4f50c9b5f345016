import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { AuthServices } from '#auth/auth-services.ts';
import { findBadModels } from '#auth/metadata/bad-models.ts';
import { importMetadata } from '#auth/metadata/import-metadata.ts';
import type { ImportMetadataOutcome, MetadataChange } from '#auth/metadata/import-metadata.ts';
import { judgeIssuedKeys, keysAtRisk } from '#auth/metadata/judge-issued-keys.ts';
import { holdAgainst } from '#auth/metadata/own-models.ts';
import type { OwnModel } from '#auth/metadata/own-models.ts';
import { MAXIMUM_BLOB_BYTES } from '#auth/metadata/read-blob.ts';
import { isStale } from '#auth/metadata/staleness.ts';
import { watchMetadata } from '#auth/metadata/watch-metadata.ts';
import type { MetadataRules } from '#auth/policy/metadata-rules.ts';
import { metadataFolderOf } from '../../metadata-folder.ts';
import { UsageError, readArguments } from '../command.ts';
import type { Command, CommandCall } from '../command.ts';
import { withServices } from '../open-services.ts';

export const metadataImport: Command = {
  name: 'metadata import',
  summary: 'takes in the FIDO Alliance’s warnings about models of keys, from a file',
  help: `Usage: npm run brelok -- metadata import FILE [--root FILE] [--dry-run]

FILE is the BLOB of the FIDO Metadata Service (https://mds3.fidoalliance.org), downloaded on any computer: the portal
itself asks nobody. Its certificates must end at the root given with --root (PEM; the Alliance uses GlobalSign's), which
is kept for the next time. Compare the printed fingerprint with the one that the certification authority publishes.

A model that the metadata warns of is registered no more, and keys of it that are in use are suspended at once. It makes
no model trusted: for that there is "key-model add". Whatever is wrong with FILE, the last good one stays in force.

  --root FILE   the root certificate; needed the first time
  --dry-run     checks everything, says which keys would be suspended, and changes nothing

Exit codes: 0 taken in, or in force already; 1 refused, nothing changed; 2 not understood.`,
  run: async (call) => {
    const { values, positionals } = readArguments(call.args, {
      root: { type: 'string' },
      'dry-run': { type: 'boolean' },
    });
    const [path, ...others] = positionals;
    if (path === undefined || others.length > 0) throw new UsageError('give one FILE');
    const text = await readInput(call, path);
    const rootPem = values.root === undefined ? null : await readInput(call, values.root);
    if (text === undefined || rootPem === undefined) return 1;
    const folder = metadataFolderOf(call.env.dataDir);
    const isDryRun = values['dry-run'] === true;
    return withServices(call, async ({ auth }) => {
      const outcome = await importMetadata(auth, { text, rootPem, folder, isDryRun });
      if (!outcome.ok) {
        call.printError(`${path}: refused, ${SENTENCES[outcome.reason]}${detailOf(outcome)}`);
        call.printError('nothing was changed');
        return 1;
      }
      await printReport(call, auth, outcome);
      if (isDryRun) await printKeysAtRisk(call, auth, outcome);
      else await suspendKeys(call, auth, folder);
      return 0;
    });
  },
};

const SENTENCES: Readonly<Record<(ImportMetadataOutcome & { ok: false })['reason'], string>> = {
  not_a_blob: 'it is no BLOB of the metadata service',
  algorithm_not_allowed: 'it is signed with an algorithm that is not accepted',
  certificate_missing: 'it brings no certificate of its signer',
  certificate_malformed: 'one of its certificates can’t be read',
  certificate_not_valid_now: 'one of its certificates is not valid today',
  certificate_chain_broken: 'its certificates do not follow from each other',
  root_not_trusted: 'its certificates do not end at the root',
  signer_not_allowed: 'its signer is not mds.fidoalliance.org',
  signature_invalid: 'its signature is wrong',
  payload_malformed: 'its content is not what the standard says',
  root_not_one_certificate: 'the root is not one certificate in PEM',
  root_unreadable: 'the root can’t be read',
  root_no_authority: 'the root is no certification authority',
  root_not_valid_now: 'the root is not valid today',
  root_unknown: 'no root is kept yet: give it with --root FILE',
  number_lower: 'it is older than the one in force',
};

const CHANGES: Readonly<Record<MetadataChange, string>> = {
  imported: 'taken in',
  unchanged: 'in force already, nothing to do',
  restored: 'in force already; what was missing of it is back',
  checked: 'dry run: nothing was changed',
};

function detailOf({ reason, detail }: ImportMetadataOutcome & { ok: false }): string {
  if (detail === null || detail === '') return '';
  return reason === 'number_lower' ? ` (number ${detail})` : ` (at ${detail})`;
}

async function printReport(
  { print }: CommandCall,
  { db, policy, now }: AuthServices,
  { blob, root, change }: ImportMetadataOutcome & { ok: true },
): Promise<void> {
  const { metadata: rules } = await policy();
  print(`metadata number ${blob.number}: ${CHANGES[change]}`);
  print(`  root         ${root.x509.subject.replaceAll('\n', ', ')}, SHA-256 ${root.x509.fingerprint256}`);
  print(`  next update  ${blob.nextUpdateOn}${stalenessOf(blob.nextUpdateOn, rules, now())}`);
  print(`  models       ${blob.models.length}`);
  const own = await holdAgainst(db, blob.models, { rules, now: now() });
  if (own.length === 0) print('  no model is pinned here yet; see: npm run brelok -- key-model add --help');
  for (const model of own) print(`  ${model.name} (${model.aaguid}): ${sentenceOf(model)}`);
}

function stalenessOf(nextUpdateOn: string, { staleAfterDays }: MetadataRules, now: Date): string {
  if (isStale(nextUpdateOn, staleAfterDays, now)) return ', long past: get a newer file';
  return isStale(nextUpdateOn, 0, now) ? ', past: there is a newer file' : '';
}

function sentenceOf({ metadata }: OwnModel): string {
  if (metadata === null) return 'not in the metadata';
  const { standing, sharesRoot, unknownStatuses } = metadata;
  const since = standing.isBad && standing.since !== null ? ` since ${standing.since}` : '';
  return [
    standing.isBad ? `${standing.status}${since}: refused` : 'no warning',
    sharesRoot ? null : 'its pinned roots are others than the published ones',
    unknownStatuses.length === 0 ? null : `not understood: ${unknownStatuses.join(', ')}`,
  ]
    .filter((part) => part !== null)
    .join('; ');
}

async function printKeysAtRisk(
  { print }: CommandCall,
  { db, policy, now }: AuthServices,
  { blob }: ImportMetadataOutcome & { ok: true },
): Promise<void> {
  const bad = findBadModels(blob.models, (await policy()).metadata, now());
  let count = 0;
  for await (const { id, label, model } of keysAtRisk(db, bad)) {
    count += 1;
    print(`  would suspend ${label} (${id}): ${model.status}`);
  }
  print(`keys that would be suspended: ${count}`);
}

async function suspendKeys({ print }: CommandCall, auth: AuthServices, folder: string): Promise<void> {
  const { suspended } = await judgeIssuedKeys(auth);
  print(`keys suspended: ${suspended}`);
  await watchMetadata(auth, folder);
}

/** Undefined after saying why there is nothing. */
async function readInput({ calledFrom, printError }: CommandCall, path: string): Promise<string | undefined> {
  const file = resolve(calledFrom, path);
  try {
    if ((await stat(file)).size <= MAXIMUM_BLOB_BYTES) return await readFile(file, 'utf8');
    printError(`${path}: the file is too large`);
    return undefined;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    printError(`${path}: the file can't be read`);
    return undefined;
  }
}
