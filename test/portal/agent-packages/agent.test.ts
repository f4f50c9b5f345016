import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Db } from '#prisma/client.ts';
import { test as withDatabase } from '#test/support/db.ts';
import { ENGLISH } from '#test/support/desk-builders.ts';
import { openTestPortal } from '#test/support/portal.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { textOf } from '#test/support/render-part.tsx';

const DEB = 'brelok-key-agent_0.1.0_amd64.deb';
const BYTES = randomBytes(300_000);
const SHA256 = createHash('sha256').update(BYTES).digest('hex');

const test = withDatabase.extend<{ folder: string; portal: TestPortal }>({
  // oxlint-disable-next-line no-empty-pattern
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'brelok-shelf-'));
    await use(folder);
    await rm(folder, { recursive: true });
  },
  portal: async ({ db, folder }, use) => {
    const portal = await withPackages(db, join(folder, 'packages'));
    await use(portal);
    await portal.close();
  },
});

const withPackages = (db: Db, folder: string) =>
  openTestPortal(db, { variables: { AGENT_PACKAGES_DIR: folder } });

async function putOnShelf(folder: string, name = DEB, bytes: Uint8Array = BYTES) {
  await mkdir(join(folder, 'packages'), { recursive: true });
  await writeFile(join(folder, 'packages', name), bytes);
}

test('AGT-11 the page offers each package with its checksum, and how to install it for this portal', async ({
  portal,
  folder,
}) => {
  await putOnShelf(folder);
  const page = await portal.page('/agent', { cookies: ENGLISH });
  expect(page).toContain(`href="/agent/download/${DEB}"`);
  const text = textOf(page);
  expect(text).toContain(SHA256);
  expect(text).toContain(`sudo apt install ./${DEB}`);
  expect(text).toContain(`brelok-key-agent allow ${portal.origin}`);
  await putOnShelf(folder, DEB, randomBytes(10));
  expect(textOf(await portal.page('/agent'))).not.toContain(SHA256);
});

test('where no package was made, the page says so and what makes them', async ({ portal }) => {
  const text = textOf(await portal.page('/agent', { cookies: ENGLISH }));
  expect(text).toContain('No package is here yet');
  expect(text).toContain('npm run build:agent');
});

test('a package is given as it is, as a file, to anybody', async ({ portal, folder }) => {
  await putOnShelf(folder);
  const answer = await portal.request(`/agent/download/${DEB}`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/vnd.debian.binary-package');
  expect(answer.headers.get('content-length')).toBe(String(BYTES.byteLength));
  expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${DEB}"`);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(Buffer.from(await answer.arrayBuffer()).equals(BYTES)).toBe(true);
});

test('nothing else of the folder is given, nor anything beside it', async ({ portal, folder }) => {
  await putOnShelf(folder);
  await writeFile(join(folder, 'packages', 'notes.txt'), 'private');
  await writeFile(join(folder, 'secret.zip'), 'private');
  const linked = 'brelok-key-agent-0.1.0-windows-x64.zip';
  await symlink(join(folder, 'secret.zip'), join(folder, 'packages', linked));
  for (const name of ['notes.txt', '..%2Fsecret.zip', `..%2Fpackages%2F${DEB}`, linked, `${DEB}.new`, '%00'])
    expect([name, (await portal.request(`/agent/download/${name}`)).status]).toEqual([name, 404]);
  expect(await portal.page('/agent')).not.toContain(linked);
});

test('AGT-11 the commands of the page find a package good, and one that was changed not', async ({
  portal,
  folder,
}) => {
  await putOnShelf(folder);
  for (const name of ['SHA256SUMS', 'SHA256SUMS.sig', 'brelok-key-agent.pem', DEB]) {
    const file = await portal.request(`/agent/download/${name}`);
    await writeFile(join(folder, name), Buffer.from(await file.arrayBuffer()));
  }
  const page = textOf(await portal.page('/agent', { cookies: ENGLISH }));
  const [signature, checksum] = ['openssl pkeyutl -verify', 'sha256sum --check'].map((start) => {
    const [, command = ''] =
      new RegExp(`(${start}.*?SHA256SUMS(?:\\.sig)?)\\s*(?:sha256sum|Both|$)`, 's').exec(page) ?? [];
    return command;
  });
  const run = (command = '') =>
    execFileSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  expect(run(signature)).toContain('Verified Successfully');
  expect(run(checksum)).toContain(`${DEB}: OK`);
  const der = execFileSync('openssl', ['pkey', '-pubin', '-in', 'brelok-key-agent.pem', '-outform', 'DER'], {
    cwd: folder,
  });
  expect(page).toContain(createHash('sha256').update(der).digest('hex'));
  await writeFile(join(folder, DEB), 'other');
  expect(() => run(checksum)).toThrow('did NOT match');
  await writeFile(join(folder, 'SHA256SUMS'), `${SHA256}  ${DEB}`);
  expect(() => run(signature)).toThrow('pkeyutl');
});
