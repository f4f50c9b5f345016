import { readFile } from 'node:fs/promises';

/** Both ends of a connection as the agent sees it. */
export type Connection = {
  remoteAddress?: string | undefined;
  remotePort?: number | undefined;
  localPort?: number | undefined;
};

/** Tells whether the program at the other end runs under the agent's own user (AGT-07). */
export type IsOwnUser = (connection: Connection) => Promise<boolean>;

const LOOPBACK = '127.0.0.1';
const TABLES = ['/proc/net/tcp', '/proc/net/tcp6'];
const LOCAL_COLUMN = 1;
const REMOTE_COLUMN = 2;
const USER_COLUMN = 7;

/**
 * The check that this system offers: on Linux the kernel's table of connections. On a terminal server another user's program
 * reaches the same 127.0.0.1; it must not use this user's dongle.
 * @returns null where there is none, which every answer to a portal then says
 */
export function findPeerCheck(): IsOwnUser | null {
  const uid = process.getuid?.();
  if (process.platform !== 'linux' || uid === undefined) return null;
  return (connection) => isOfUser(connection, uid);
}

/** Fails closed: a connection that the kernel doesn't list is nobody's. */
async function isOfUser({ remoteAddress, remotePort, localPort }: Connection, uid: number): Promise<boolean> {
  if (remoteAddress !== LOOPBACK || remotePort === undefined || localPort === undefined) return false;
  const owners = await Promise.all(
    TABLES.map((table) => findOwner(table, { peer: remotePort, own: localPort })),
  );
  return owners.some((owner) => owner === uid) && owners.every((owner) => owner === null || owner === uid);
}

/** The row in which the peer's end is the local one. */
async function findOwner(
  table: string,
  { peer, own }: { peer: number; own: number },
): Promise<number | null> {
  const text = await readIfThere(table);
  for (const line of text.split('\n').slice(1)) {
    const columns = line.trim().split(/\s+/);
    const isPeer = columns[LOCAL_COLUMN]?.endsWith(loopbackPlace(peer)) ?? false;
    if (isPeer && columns[REMOTE_COLUMN]?.endsWith(loopbackPlace(own))) return Number(columns[USER_COLUMN]);
  }
  return null;
}

/** `0100007F:PORT`, which an IPv4 address inside an IPv6 one ends with too. */
function loopbackPlace(port: number): string {
  return `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** A kernel without IPv6 has no second table. */
async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
