/** ERPs that the portal asks, as the administrator's pages see them: no vendor's words but what a person must read. */
import type { Db } from '#prisma/client.ts';
import { previewConnection, testConnection } from './connection/ask-source.server.ts';
import type { AskingDeps, NotAsked } from './connection/ask-source.server.ts';
import { parseSourceConfig } from './connection/source-config.ts';
import { beginConnection, storeConnection } from './connection/store-connection.server.ts';
import { SourceCredentials } from './http/credentials.ts';
import type { EntityKind } from './port.ts';
import { NOT_BEGUN } from './not-begun.server.ts';
import { findPreset, PRESET_NAMES } from './presets/presets.ts';
import { parseMapping } from './mapping/check-mapping.ts';

/** Where something is wrong, and what to do: an English sentence, as all that is said to whoever keeps a source. */
export type SourceConfigFault = { path: string; message: string };

export type SaveAskedSource = {
  /** Still to be checked. */
  config: unknown;
  /** Null: those that are stored stay, if the address allows it. */
  credentials: unknown;
  startedById: string;
};

export type SaveAskedSourceOutcome =
  | { ok: true; name: string; areCredentialsGone: boolean }
  | { ok: false; reason: 'name_taken'; faults: [] }
  | { ok: false; reason: 'faulty'; faults: SourceConfigFault[] };

export type CheckedSource = () => Promise<SaveAskedSourceOutcome>;

/**
 * Checks first and returns how to store, so that a key is asked for only what can be done.
 * @returns what is wrong, or the deed
 */
export function checkAskedSource(
  asking: AskingDeps,
  { config, credentials, startedById }: SaveAskedSource,
): { ok: true; save: CheckedSource } | (SaveAskedSourceOutcome & { ok: false }) {
  const parsed = parseSourceConfig(config);
  const read = credentials === null ? null : SourceCredentials.safeParse(credentials);
  const faults = [
    ...(parsed.ok ? [] : parsed.faults),
    ...(read?.error?.issues ?? []).map(({ path, message }) => ({ path: path.join('.'), message })),
  ];
  if (!parsed.ok || faults.length > 0) return { ok: false, reason: 'faulty', faults };
  const request = { config: parsed.config, credentials: read?.data ?? null, isDemo: false, startedById };
  return {
    ok: true,
    save: async () => {
      const outcome = await storeConnection(asking, request);
      if (!outcome.ok) return { ...outcome, faults: [] };
      return { ok: true, name: parsed.config.name, areCredentialsGone: outcome.areCredentialsGone };
    },
  };
}

export type TestedSet = {
  set: string;
  kind: EntityKind | null;
  state: 'good' | 'set_missing' | 'fields_missing' | 'fault';
  missing: string[];
  detail: string;
};
export type NotAskedSource = { ok: false; reason: NotAsked['reason']; detail: string };

export async function testAskedSource(
  asking: AskingDeps,
  name: string,
): Promise<{ ok: true; sets: TestedSet[] } | NotAskedSource> {
  const outcome = await testConnection(asking, name);
  if (!outcome.ok) return toNotAsked(outcome);
  const sets = outcome.sets.map((test): TestedSet => ({
    set: test.set,
    kind: test.kind,
    state: test.ok ? 'good' : test.reason,
    missing: test.missing,
    detail: !test.ok && test.reason === 'fault' ? test.detail : '',
  }));
  return { ok: true, sets };
}

/** Somebody has looked at the rows of a new source. @returns false where it was begun already, or is not there */
export function beginAskedSource(
  asking: AskingDeps,
  about: { name: string; actorId: string },
): Promise<boolean> {
  return beginConnection(asking, about);
}

export type PreviewedRows = {
  kind: EntityKind;
  rows: { isReadable: boolean; fields: [string, string][] }[];
  /** Why this kind can't be read while others can; null where it can. */
  fault: string | null;
};

/** Ten rows of each kind, field by field, as they would be stored. */
export async function previewAskedSource(
  asking: AskingDeps,
  name: string,
): Promise<{ ok: true; kinds: PreviewedRows[] } | NotAskedSource> {
  const outcome = await previewConnection(asking, name);
  if (!outcome.ok) return toNotAsked(outcome);
  const kinds = outcome.kinds.map(({ kind, rows, fault }) => ({
    kind,
    fault,
    rows: rows.map((row) =>
      row.ok
        ? { isReadable: true, fields: fieldsOf(row.entity) }
        : {
            isReadable: false,
            fields: row.problems.map(({ column, reason }): [string, string] => [column ?? '', reason]),
          },
    ),
  }));
  return { ok: true, kinds };
}

function toNotAsked(outcome: NotAsked): NotAskedSource {
  return { ok: false, reason: outcome.reason, detail: outcome.reason === 'fault' ? outcome.detail : '' };
}

const UNSAID = new Set(['isDeleted', 'details', 'version', 'modifiedAt']);

function fieldsOf(entity: object): [string, string][] {
  return Object.entries(entity)
    .filter(([name, value]) => value !== null && !UNSAID.has(name))
    .map(([name, value]) => [name, String(value)]);
}

export type AskedSourceFacts = {
  name: string;
  address: string;
  /** Whose mapping it has, as it is delivered; null for a changed or an own one. */
  preset: string | null;
  mapping: string;
  settings: Readonly<Record<string, unknown>>;
  timeZone: string;
  everyMinutes: number;
  hasCredentials: boolean;
  /** False for a new one, whose rows nobody has called right yet: it is not asked by itself. */
  hasBegun: boolean;
  /** It does not take its password. */
  isStopped: boolean;
};

/** What is stored of a source, but for what nobody is shown again. */
export async function findAskedSource(db: Db, name: string): Promise<AskedSourceFacts | null> {
  const source = await db.source.findUnique({
    where: { name },
    select: {
      connection: {
        select: {
          address: true,
          mappingJson: true,
          settingsJson: true,
          timeZone: true,
          everyMinutes: true,
          credentialsSealed: true,
          stoppedBy: true,
        },
      },
    },
  });
  if (source === null || source.connection === null) return null;
  const { mappingJson, settingsJson, credentialsSealed, stoppedBy, ...others } = source.connection;
  const settings: unknown = JSON.parse(settingsJson);
  return {
    ...others,
    hasBegun: stoppedBy !== NOT_BEGUN,
    isStopped: stoppedBy !== null && stoppedBy !== NOT_BEGUN,
    name,
    preset: presetOf(mappingJson),
    mapping: JSON.stringify(JSON.parse(mappingJson), null, 1),
    settings: typeof settings === 'object' && settings !== null ? { ...settings } : {},
    hasCredentials: credentialsSealed !== null,
  };
}

function presetOf(mappingJson: string): string | null {
  const isStored = (name: string) => {
    const parsed = parseMapping(findPreset(name));
    return parsed.ok && JSON.stringify(parsed.mapping) === mappingJson;
  };
  return PRESET_NAMES.find(isStored) ?? null;
}

/** By name, with what each is for. */
export function listPresets(): { name: string; title: string }[] {
  return PRESET_NAMES.flatMap((name) => {
    const parsed = parseMapping(findPreset(name));
    return parsed.ok ? [{ name, title: parsed.mapping.title }] : [];
  });
}
