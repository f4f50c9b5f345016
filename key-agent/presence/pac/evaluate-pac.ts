import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { PAC_HELPERS } from './pac-helpers.ts';

/** What a PAC file is told. */
export type PacQuestion = {
  /** Of the portal; of an https address only scheme and host are told, as browsers do it. */
  url: URL;
  /** The portal's IPv4 address as this PC resolves it; null: it does not. The file can look up nothing else. */
  hostAddress: string | null;
  ownAddress: string;
  now: Date;
};

/** One way to the portal: directly, or through a proxy that takes CONNECT. */
export type Route = { way: 'direct' } | { way: 'proxy'; proxy: URL };

/** The file can't be used: it is no JavaScript, ends in an error, or takes too much time or memory. */
export class PacError extends Error {}

const PATIENCE_MS = 500;
const MEMORY_BYTES = 32 * 1_024 * 1_024;
const STACK_BYTES = 256 * 1_024;

/**
 * Asks a PAC file for the ways to a portal. It runs in an interpreter of its own, compiled to WebAssembly, that has no file, no
 * network and no clock but what it is told.
 * @returns the ways in the order in which they are to be tried; those that this program does not know are left out
 * @throws PacError
 */
export async function evaluatePac(script: string, question: PacQuestion): Promise<Route[]> {
  const { QuickJS } = await import('quickjs-wasi');
  const startedAt = performance.now();
  const vm = await QuickJS.create({
    wasm: await readInterpreter(),
    memoryLimit: MEMORY_BYTES,
    maxStackSize: STACK_BYTES,
    interruptHandler: () => performance.now() - startedAt > PATIENCE_MS,
  });
  try {
    const { url } = question;
    const asked = `FindProxyForURL(${JSON.stringify(`${url.origin}/`)}, ${JSON.stringify(url.hostname)})`;
    const source = `const given = ${JSON.stringify(toGiven(question))};\n${PAC_HELPERS}\n${script}\n;String(${asked});`;
    return parseRoutes(vm.evalCode(source, 'proxy.pac').toString());
  } catch (error) {
    throw new PacError('the PAC file can not be used', { cause: error });
  } finally {
    vm.dispose();
  }
}

/** `PROXY a:8080; DIRECT`. Proxies that want TLS themselves (HTTPS) or speak SOCKS are not known to this program. */
export function parseRoutes(answer: string): Route[] {
  return answer.split(';').flatMap((part): Route[] => {
    const [way = '', place = ''] = part.trim().split(/\s+/);
    if (way.toUpperCase() === 'DIRECT') return [{ way: 'direct' }];
    const isProxy = ['PROXY', 'HTTP'].includes(way.toUpperCase());
    return isProxy && URL.canParse(`http://${place}`)
      ? [{ way: 'proxy', proxy: new URL(`http://${place}`) }]
      : [];
  });
}

/** Compiled once; each question gets a machine of its own. */
let interpreter: Promise<WebAssembly.Module> | undefined;

function readInterpreter(): Promise<WebAssembly.Module> {
  const path = fileURLToPath(import.meta.resolve('quickjs-wasi/quickjs.wasm'));
  return (interpreter ??= readFile(path).then((bytes) => WebAssembly.compile(new Uint8Array(bytes))));
}

function toGiven({ url, hostAddress, ownAddress, now }: PacQuestion) {
  return {
    host: url.hostname,
    hostAddress,
    ownAddress,
    local: {
      weekday: now.getDay(),
      year: now.getFullYear(),
      month: now.getMonth(),
      day: now.getDate(),
      hour: now.getHours(),
      minute: now.getMinutes(),
      second: now.getSeconds(),
    },
    gmt: {
      weekday: now.getUTCDay(),
      year: now.getUTCFullYear(),
      month: now.getUTCMonth(),
      day: now.getUTCDate(),
      hour: now.getUTCHours(),
      minute: now.getUTCMinutes(),
      second: now.getUTCSeconds(),
    },
  };
}
