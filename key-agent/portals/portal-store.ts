/**
 * The portals that this agent knows, with what it pinned of them and its own private key for each: one file that only its
 * user can read. Each portal meets another agent key, so two portals can't find out that they talk to the same PC.
 */
import { randomUUID } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { PrivateJwk } from '#auth/wire/jwk.ts';
import { Origin, PortalKeySet } from '#auth/wire/messages.ts';

const Enrolled = z.strictObject({
  origin: Origin,
  name: z.string(),
  keys: PortalKeySet,
  agentKey: PrivateJwk,
  enrolledAt: z.iso.datetime(),
});
export type EnrolledPortal = z.infer<typeof Enrolled>;

const State = z.strictObject({
  version: z.literal(1),
  /** Whose pages may ask; there is no other way onto this list than a command or a setting on this PC. */
  allowed: z.array(Origin),
  enrolled: z.array(Enrolled),
});
type State = z.infer<typeof State>;

export type PortalStore = {
  isAllowed: (origin: string) => boolean;
  allowed: () => readonly string[];
  find: (origin: string) => EnrolledPortal | null;
  allow: (origin: string) => Promise<void>;
  /** Puts a portal in place of whatever was known under its origin. */
  enrol: (portal: EnrolledPortal) => Promise<void>;
  rotate: (origin: string, keys: PortalKeySet) => Promise<void>;
  /** @returns whether anything was known of it */
  forget: (origin: string) => Promise<boolean>;
};

/** The agent does not start on what it can't trust; the message is for the person at the terminal. */
export class StateError extends Error {}

const FILE_NAME = 'portals.json';
const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;
const OTHERS = 0o077;

/**
 * @param also origins from the settings; they are allowed as long as they stand there
 * @throws StateError when others can read or write the file, or when it isn't what this program wrote
 */
export async function openPortalStore(folder: string, also: readonly string[] = []): Promise<PortalStore> {
  let state = await readState(folder);
  const change = async (next: State) => {
    await writeState(folder, next);
    state = next;
  };
  const without = (origin: string) => state.enrolled.filter((portal) => portal.origin !== origin);
  const allowed = () => [...new Set([...state.allowed, ...also])];
  return {
    allowed,
    isAllowed: (origin) => allowed().includes(origin),
    find: (origin) => state.enrolled.find((portal) => portal.origin === origin) ?? null,
    allow: (origin) => change({ ...state, allowed: [...new Set([...state.allowed, origin])] }),
    enrol: (portal) => change({ ...state, enrolled: [...without(portal.origin), portal] }),
    rotate: (origin, keys) =>
      change({
        ...state,
        enrolled: state.enrolled.map((portal) => (portal.origin === origin ? { ...portal, keys } : portal)),
      }),
    forget: async (origin) => {
      const isKnown =
        state.allowed.includes(origin) || state.enrolled.some((portal) => portal.origin === origin);
      const rest = state.allowed.filter((known) => known !== origin);
      if (isKnown) await change({ ...state, allowed: rest, enrolled: without(origin) });
      return isKnown;
    },
  };
}

/** Takes away everything that the agent keeps: its keys and the portals that it knows. */
export async function removeState(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

async function readState(folder: string): Promise<State> {
  const path = join(folder, FILE_NAME);
  const text = await readIfThere(path);
  if (text === null) return { version: 1, allowed: [], enrolled: [] };
  if (process.platform !== 'win32') {
    for (const place of [folder, path]) await requirePrivate(place);
  }
  const state = State.safeParse(parseJson(text));
  if (state.success) return state.data;
  throw new StateError(`${path} is damaged. Remove it and enrol this agent again at each portal.`);
}

async function requirePrivate(path: string): Promise<void> {
  const { mode, uid } = await stat(path);
  if ((mode & OTHERS) !== 0) throw new StateError(`Others can reach ${path}. Run: chmod go= '${path}'`);
  if (uid !== process.getuid?.()) throw new StateError(`${path} belongs to another user.`);
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The old state or the new one, whatever happens in between. */
async function writeState(folder: string, state: State): Promise<void> {
  await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
  await chmod(folder, PRIVATE_FOLDER);
  const fresh = join(folder, `${FILE_NAME}.${randomUUID()}`);
  const file = await open(fresh, 'wx', PRIVATE_FILE);
  try {
    await file.writeFile(JSON.stringify(state, null, 2));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(fresh, join(folder, FILE_NAME));
}
