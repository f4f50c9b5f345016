/** Says before the first reading what a source has of what its mapping asks for. */
import { mediaTypeOf } from '#portal/documents/document.ts';
import { SourceFault } from '../http/source-fault.ts';
import type { SourceFaultCode } from '../http/source-fault.ts';
import type { FeedMapping, Mapping } from '../mapping/mapping.ts';
import { fieldsRead, otherNames } from '../mapping/spec-paths.ts';
import { firstName } from '../mapping/source-record.ts';
import type { EntityKind } from '../port.ts';
import type { Feed } from '../pull/feed.ts';
import type { AskedSource } from './asked-source.ts';
import { lookUpsIn } from './look-ups.server.ts';
import type { SetModel } from './record-set.ts';

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

/** Faults of the whole source: each set would only repeat them. */
const OF_THE_SOURCE: ReadonlySet<SourceFaultCode> = new Set([
  'credentials',
  'unreachable',
  'paused',
  'address_refused',
]);

/** @throws SourceFault when the source can't be asked at all: its address, its credentials, its description */
export async function testSets(source: AskedSource, mapping: Mapping): Promise<SetTest[]> {
  const tests: SetTest[] = [];
  for (const [index, feed] of mapping.feeds.entries()) {
    const opened = source.feeds[index];
    const found = await testFeed(source, feed);
    tests.push(
      found.ok && opened !== undefined ? await readOne(found, () => readSample(source, opened)) : found,
    );
  }
  for (const [name, lookUp] of Object.entries(mapping.lookups)) {
    const model = await source.describe(lookUp);
    const wanted = [lookUp.key, ...lookedUp(mapping, name)];
    tests.push(outcomeOf(lookUp.set, null, missingIn(model, wanted)));
  }
  return tests;
}

async function testFeed(source: AskedSource, feed: FeedMapping): Promise<SetTest> {
  const { head, line } = fieldsRead(feed);
  const model = await source.describe(feed);
  const others = otherNames(feed.fields, (name) => model?.fields?.has(name) ?? true);
  const missing = missingIn(
    model,
    head.filter((name) => !others.includes(name)),
  );
  if (missing === null || feed.lines === undefined) return outcomeOf(feed.set, feed.kind, missing);
  const ofLines = missingInLines(model, { list: feed.lines.in, wanted: line });
  return outcomeOf(feed.set, feed.kind, [...missing, ...ofLines]);
}

function missingInLines(
  model: SetModel | null,
  { list, wanted }: { list: string; wanted: readonly string[] },
): string[] {
  const fields = model?.linesOf(list) ?? null;
  if (fields === null) return [];
  return wanted.filter((name) => !fields.has(name)).map((field) => `${list}/${field}`);
}

/** A set that is described may still be closed to this user. */
async function readOne(found: SetTest & { ok: true }, read: () => Promise<unknown>): Promise<SetTest> {
  try {
    await read();
    return found;
  } catch (error) {
    if (!(error instanceof SourceFault) || OF_THE_SOURCE.has(error.code)) throw error;
    const { set, kind } = found;
    return { set, kind, ok: false, reason: 'fault', code: error.code, detail: error.message, missing: [] };
  }
}

/** Who may see the row of a document may still not get its file, or a page in its place: so one is fetched. */
async function readSample(source: AskedSource, feed: Feed): Promise<void> {
  const [record] = await feed.sample(1);
  if (feed.kind !== 'document' || record === undefined || !record.head.ok) return;
  const { externalId, ...entity } = record.head.entity;
  const number = 'number' in entity ? entity.number : null;
  if (mediaTypeOf(await source.readDocument({ externalId, number })) !== null) return;
  throw new SourceFault('not_understood', `the file of ${externalId} is neither PDF, PNG nor JPEG`);
}

/** @returns null where there is no set at all */
function missingIn(model: SetModel | null, wanted: readonly string[]): string[] | null {
  if (model === null) return null;
  const { fields } = model;
  return fields === null ? [] : wanted.filter((name) => !fields.has(name));
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
  const paths = specs.flatMap(lookUpsIn).filter((path) => path.startsWith(`${name}/`));
  return [...new Set(paths.map((path) => firstName(path.slice(name.length + 1)) ?? ''))];
}
