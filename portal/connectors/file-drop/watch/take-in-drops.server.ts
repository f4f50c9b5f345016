/**
 * Takes in the drops of the watched folders. Goal: a drop is read when it is whole, by one process only, and then lies
 * where an operator sees what became of it. A process that dies with a drop in hand leaves it to the next look, and a
 * source that can't be read holds up no other.
 */
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { ImportOutcome } from '../../import-outcome.ts';
import type { SyncDeps } from '../../sync-deps.ts';
import { importFileDrop } from '../import-file-drop.server.ts';
import { beat, claim, foldersIn, putBack, putBackForsaken, putDone, setAside } from './in-hand.server.ts';
import type { Waiting } from './in-hand.server.ts';
import { lookAtDrop } from './look-at-drop.server.ts';
import { reasonText } from './reason-text.ts';
import { judgeName } from './watched-place.ts';

export type WatchDeps = SyncDeps & {
  /** The folder with a folder for each source in it. */
  folder: string;
  acceptsDemoData: boolean;
  log: Pick<Logger, 'error'>;
};

export type TakenDrop = {
  source: string;
  drop: string;
  /** `again`: it lies where it lay, and is taken at the next look, and those after it no sooner. */
  became: 'done' | 'failed' | 'again';
  /** It would have removed more than the guard lets pass; a person has to say whether that is right. */
  wouldRemove: boolean;
};

/** A first drop may take hours: whoever has it in hand says so from time to time. */
const BEAT_MS = 30_000;

/**
 * An error of the database or the disk ends the look at its source, and is in the log; a drop in hand is taken again.
 * @throws Error where the folder of all sources can't be read
 */
export async function takeInDrops(deps: WatchDeps): Promise<TakenDrop[]> {
  const taken: TakenDrop[] = [];
  for (const source of await foldersIn(deps.folder)) {
    if (judgeName(source) !== 'strict') continue;
    try {
      for await (const one of takeInSource(deps, source)) taken.push(one);
    } catch (error) {
      deps.log.error(
        { source, code: codeOf(error), error },
        'the watched folder of a source can’t be taken in',
      );
    }
  }
  return taken;
}

/** By name. What is taken after one that has to wait would make that one an older one, which is refused. */
async function* takeInSource(deps: WatchDeps, source: string): AsyncGenerator<TakenDrop> {
  const place = join(deps.folder, source);
  await putBackForsaken(place, deps.now());
  for (const drop of await foldersIn(place)) {
    const one = await takeIn(deps, { source, place, drop });
    if (one !== null) yield { source, drop, ...one };
    if (one?.became === 'again') return;
  }
}

type Became = Pick<TakenDrop, 'became' | 'wouldRemove'>;

const FAILED: Became = { became: 'failed', wouldRemove: false };

async function takeIn(deps: WatchDeps, waiting: Waiting & { source: string }): Promise<Became | null> {
  const name = judgeName(waiting.drop);
  if (name === 'own' || name === 'unfinished') return null;
  const look = await lookAtDrop(join(waiting.place, waiting.drop), deps.now());
  if (look.state === 'growing') return null;
  const inHand = await claim(waiting, deps.now());
  if (inHand === null) return null;
  if (name === 'wrong') {
    await setAside(waiting, 'its name is not made of letters, digits, space, point, hyphen and underscore');
    return FAILED;
  }
  if (look.state === 'wrong') {
    await setAside(waiting, look.reason);
    return FAILED;
  }
  return putAway(waiting, await importInHand(deps, { ...waiting, inHand }));
}

async function putAway(waiting: Waiting, outcome: ImportOutcome): Promise<Became> {
  if (outcome.ok) {
    await putDone(waiting);
    return { became: 'done', wouldRemove: false };
  }
  if (outcome.reason === 'overtaken' || outcome.reason === 'changed_while_read') {
    return (await putBack(waiting)) === 'aside' ? FAILED : { became: 'again', wouldRemove: false };
  }
  await setAside(waiting, reasonText(outcome));
  return { became: 'failed', wouldRemove: outcome.reason === 'would_remove_too_much' };
}

async function importInHand(
  deps: WatchDeps,
  { source, inHand, ...waiting }: Waiting & { source: string; inHand: string },
): Promise<ImportOutcome> {
  const { acceptsDemoData, log } = deps;
  const sayInHand = () =>
    void beat(waiting, deps.now()).catch((error: unknown) =>
      log.error({ source, code: codeOf(error), error }, 'a drop in hand could not be marked as such'),
    );
  const beats = setInterval(sayInHand, BEAT_MS);
  try {
    const request = { startedById: null, isDryRun: false, allowRemoval: false, acceptsDemoData };
    return await importFileDrop(deps, { ...request, dir: inHand, sourceName: source });
  } catch (error) {
    await putBack(waiting).catch((second: unknown) =>
      log.error({ source, code: codeOf(second), error: second }, 'a drop in hand could not be put back'),
    );
    throw error;
  } finally {
    clearInterval(beats);
  }
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null;
}
