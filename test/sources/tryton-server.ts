/**
 * A real Tryton server from Debian's packages, on loopback, with a database of its own. Making the database takes a
 * minute, so an empty one is kept under node_modules/.cache; each run works on a copy.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { portIn } from './free-port.ts';

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/brelok-sources/', import.meta.url));
const MODULES = ['sale', 'stock', 'account-invoice', 'account-invoice-stock'];
const PACKAGES = ['tryton-server', ...MODULES.map((name) => `tryton-modules-${name}`)];
const PASSWORD = 'demo-password';
const START_ATTEMPTS = 120;
const PAUSE_MS = 500;

export type TrytonServer = {
  address: string;
  password: string;
  /** A call of a model's method as the administrator, with the company in its context. */
  call: (model: string, method: string, ...args: unknown[]) => Promise<unknown>;
  close: () => Promise<void>;
};

/** Installs what is missing where that is allowed. @returns why it can't run here, or null */
export function whyNoTryton(): string | null {
  if (isInstalled()) return null;
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get'))
    return 'Tryton is installed from Debian packages';
  const command = `apt-get install --no-install-recommends ${PACKAGES.join(' ')}`;
  if (process.getuid?.() !== 0) return `Tryton is not installed. Run: sudo ${command}`;
  spawnSync('apt-get', ['update'], { stdio: 'ignore' });
  spawnSync('apt-get', ['install', '--yes', '--no-install-recommends', ...PACKAGES], { stdio: 'ignore' });
  return isInstalled() ? null : `Tryton could not be installed: ${command}`;
}

function isInstalled(): boolean {
  const asked = spawnSync('dpkg-query', ['-W', '-f', '${Status}\n', ...PACKAGES], { encoding: 'utf8' });
  return asked.status === 0 && !asked.stdout.includes('not-installed');
}

export async function startTrytonServer(): Promise<TrytonServer> {
  const folder = mkdtempSync(join(tmpdir(), 'brelok-tryton-'));
  const port = await portIn(createServer());
  const config = join(folder, 'trytond.conf');
  writeFileSync(
    config,
    `[database]\nuri = sqlite://\npath = ${folder}\n[web]\nlisten = 127.0.0.1:${port}\n[session]\ntimeout = 36000\n`,
  );
  copyFileSync(emptyDatabase(), join(folder, 'shop.sqlite'));
  const child = spawn('trytond', ['-c', config], { stdio: 'ignore' });
  const address = `http://127.0.0.1:${port}/`;
  const call = await logIn(`${address}shop/`);
  return {
    address,
    password: PASSWORD,
    call,
    close: async () => {
      const ended = new Promise((resolve) => {
        child.once('close', resolve);
      });
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Made once for each version of the server. */
function emptyDatabase(): string {
  const version = execFileSync('dpkg-query', ['-W', '-f', '${Version}', 'tryton-server'], {
    encoding: 'utf8',
  });
  const kept = join(CACHE, `tryton-${version.replaceAll(/[^\w.-]/g, '_')}.sqlite`);
  if (existsSync(kept)) return kept;
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'brelok-tryton-empty-'));
  const config = join(folder, 'trytond.conf');
  writeFileSync(config, `[database]\nuri = sqlite://\npath = ${folder}\n`);
  writeFileSync(join(folder, 'password'), PASSWORD);
  writeFileSync(join(folder, 'shop.sqlite'), '');
  const modules = ['ir', 'res', ...MODULES.map((name) => name.replaceAll('-', '_'))];
  const args = [
    '-c',
    config,
    '-d',
    'shop',
    '-u',
    ...modules,
    '--activate-dependencies',
    '--email',
    'demo@example.com',
  ];
  execFileSync('trytond-admin', args, {
    stdio: 'ignore',
    env: { ...process.env, TRYTONPASSFILE: join(folder, 'password') },
  });
  copyFileSync(join(folder, 'shop.sqlite'), kept);
  rmSync(folder, { recursive: true, force: true });
  return kept;
}

const Answer = z.object({ result: z.unknown().optional(), error: z.unknown().optional() });
const Session = z.tuple([z.number(), z.string()]);

async function logIn(url: string): Promise<TrytonServer['call']> {
  const [userId, token] = Session.parse(
    await whenReady(() => rpc(url, {}, 'common.db.login', ['admin', { password: PASSWORD }, 'en'])),
  );
  const session = Buffer.from(`admin:${userId}:${token}`).toString('base64');
  let context: unknown = {};
  const call: TrytonServer['call'] = (model, method, ...args) =>
    rpc(url, { authorization: `Session ${session}` }, `model.${model}.${method}`, [...args, context]);
  const currency = await call('currency.currency', 'create', [{ name: 'Rouble', code: 'RUB', symbol: 'r' }]);
  const party = await call('party.party', 'create', [{ name: 'Demo company' }]);
  const company = await call('company.company', 'create', [{ party: idOf(party), currency: idOf(currency) }]);
  await call('res.user', 'write', [userId], {
    companies: [['add', [idOf(company)]]],
    company: idOf(company),
  });
  context = await rpc(url, { authorization: `Session ${session}` }, 'model.res.user.get_preferences', [
    true,
    {},
  ]);
  return call;
}

/** The id of the one row that was made. */
export function idOf(created: unknown): number {
  return z.array(z.number()).min(1).parse(created)[0] ?? 0;
}

async function rpc(
  url: string,
  headers: Record<string, string>,
  method: string,
  params: readonly unknown[],
): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ id: 1, method, params }),
  });
  if (!response.ok) throw new Error(`${method}: status ${response.status}`);
  const { result, error } = Answer.parse(await response.json());
  if (error !== undefined && error !== null)
    throw new Error(`${method}: ${JSON.stringify(error).slice(0, 500)}`);
  return result;
}

async function whenReady<Result>(ask: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (attempt === START_ATTEMPTS || !(error instanceof TypeError)) throw error;
      await new Promise((resolve) => {
        setTimeout(resolve, PAUSE_MS);
      });
    }
  }
}
