/** Says before the first reading what a source has of what its mapping asks for. */
import { SourceFault } from '../http/source-fault.ts';
import type { SourceFaultCode } from '../http/source-fault.ts';
import type { FeedMapping, Mapping } from '../mapping/mapping.ts';
import { fieldsRead } from '../mapping/spec-paths.ts';
import type { EntityKind } from '../port.ts';
import { fieldsIn } from './asked-sets.server.ts';
import { lookUpsIn } from './look-ups.server.ts';
import type { FieldModel, ServiceModel } from './metadata.ts';
import type { ODataSource } from './open-odata.server.ts';

export type SetTest = {
  set: string;
  /** Null for a set in which others are only looked up. */
  kind: EntityKind | null;
} & (
  | { ok: true; missing: [] }
  /** The source has no such set, or does not publish it. */
  | { ok: false; reason: 'set_missing'; missing: [] }
  /** Fields of the mapping that the set does not have; values from them will be empty. */
  | { ok: false; reason: 'fields_missing'; missing: string[] }
  | { ok: false; reason: 'fault'; code: SourceFaultCode; detail: string; missing: [] }
);

/** @throws SourceFault when the source can't be asked at all: its address, its credentials, its description */
export async function testOData({ service, feeds }: ODataSource, mapping: Mapping): Promise<SetTest[]> {
  const tests: SetTest[] = [];
  for (const [index, feed] of mapping.feeds.entries()) {
    const model = await service.model(feed.service ?? null);
    const found = testFeed(model, feed);
    const opened = feeds[index];
    tests.push(found.ok && opened !== undefined ? await readOne(found, () => opened.sample(1)) : found);
  }
  for (const [name, lookUp] of Object.entries(mapping.lookups)) {
    const model = await service.model(lookUp.service ?? null);
    tests.push(
      outcomeOf(
        lookUp.set,
        null,
        missingIn(fieldsIn(model, lookUp.set), [lookUp.key, ...lookedUp(mapping, name)]),
      ),
    );
  }
  return tests;
}

function testFeed(model: ServiceModel, feed: FeedMapping): SetTest {
  const { head, line } = fieldsRead(feed);
  const fields = fieldsIn(model, feed.set);
  const missing = missingIn(fields, head);
  if (missing === null || feed.lines === undefined) return outcomeOf(feed.set, feed.kind, missing);
  const { in: list } = feed.lines;
  const lineFields = model.types.get(fields?.get(list)?.type ?? '') ?? null;
  const ofLines = lineFields === null ? [] : (missingIn(lineFields, line) ?? []);
  return outcomeOf(feed.set, feed.kind, [...missing, ...ofLines.map((field) => `${list}/${field}`)]);
}

/** A set that is described may still be closed to this user. */
async function readOne(found: SetTest & { ok: true }, read: () => Promise<unknown>): Promise<SetTest> {
  try {
    await read();
    return found;
  } catch (error) {
    if (!(error instanceof SourceFault)) throw error;
    const { code, message } = error;
    return {
      set: found.set,
      kind: found.kind,
      ok: false,
      reason: 'fault',
      code,
      detail: message,
      missing: [],
    };
  }
}

/** @returns null where there is no set at all */
function missingIn(
  fields: ReadonlyMap<string, FieldModel> | null,
  wanted: readonly string[],
): string[] | null {
  return fields === null ? null : wanted.filter((name) => !fields.has(name));
}

function outcomeOf(set: string, kind: EntityKind | null, missing: string[] | null): SetTest {
  if (missing === null) return { set, kind, ok: false, reason: 'set_missing', missing: [] };
  if (missing.length === 0) return { set, kind, ok: true, missing: [] };
  return { set, kind, ok: false, reason: 'fields_missing', missing };
}

function lookedUp({ feeds }: Mapping, name: string): string[] {
  const specs = feeds.flatMap(({ fields, lines }) => [
    ...Object.values(fields),
    ...Object.values(lines?.fields ?? {}),
  ]);
  const paths = specs.flatMap(lookUpsIn).map((path) => path.split('/'));
  return [
    ...new Set(paths.flatMap(([lookUp, field]) => (lookUp === name && field !== undefined ? [field] : []))),
  ];
}
