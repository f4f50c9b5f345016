import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openPortalStore, removeState, StateError } from '#key-agent/portals/portal-store.ts';
import { test } from '#test/support/agent.ts';
import { aPrivateJwk, aWirePortal } from '#test/support/wire.ts';

async function aPortal(origin = 'https://portal.example') {
  const { keys } = await aWirePortal({ origin });
  return { origin, name: 'Demo', keys, agentKey: aPrivateJwk(), enrolledAt: '2026-05-20T10:00:00.000Z' };
}

test('portals stand side by side, each with its own keys, and outlive a restart', async ({ folder }) => {
  const [one, other] = [await aPortal('https://one.example'), await aPortal('https://other.example')];
  const store = await openPortalStore(folder);
  await store.allow(one.origin);
  await store.enrol(one);
  await store.enrol(other);
  const again = await openPortalStore(folder);
  expect([again.find(one.origin), again.find(other.origin)]).toEqual([one, other]);
  expect(again.find('https://third.example')).toBeNull();
});

test('AGT-03 only a command or a setting on this PC lets a portal ask, not the portal itself', async ({
  folder,
}) => {
  const store = await openPortalStore(folder, ['https://set.example']);
  await store.enrol(await aPortal('https://pinned.example'));
  await store.allow('https://allowed.example');
  const again = await openPortalStore(folder);
  expect(again.allowed()).toEqual(['https://allowed.example']);
  expect(store.isAllowed('https://set.example')).toBe(true);
  expect(store.isAllowed('https://pinned.example')).toBe(false);
});

test.runIf(process.platform !== 'win32')(
  'AGT-10 the private keys lie in a file that only its user can read',
  async ({ folder }) => {
    const place = join(folder, 'state');
    const store = await openPortalStore(place);
    await store.enrol(await aPortal());
    const modes = [await stat(place), await stat(join(place, 'portals.json'))].map(
      ({ mode }) => mode & 0o777,
    );
    expect(modes).toEqual([0o700, 0o600]);
    expect(await readdir(place)).toEqual(['portals.json']);
  },
);

test.runIf(process.platform !== 'win32')(
  'AGT-10 an agent does not start on keys that others can reach',
  async ({ folder }) => {
    const place = join(folder, 'state');
    await (await openPortalStore(place)).enrol(await aPortal());
    await chmod(join(place, 'portals.json'), 0o640);
    await expect(openPortalStore(place)).rejects.toThrow(StateError);
    await chmod(join(place, 'portals.json'), 0o600);
    await chmod(place, 0o755);
    await expect(openPortalStore(place)).rejects.toThrow(StateError);
    await chmod(place, 0o700);
    expect((await openPortalStore(place)).find('https://portal.example')).not.toBeNull();
  },
);

test('a damaged file is told, never repaired by forgetting', async ({ folder }) => {
  await chmod(folder, 0o700);
  for (const text of ['', '{', '[]', '{"version":2}', '{"version":1,"allowed":["x"],"enrolled":[]}']) {
    await writeFile(join(folder, 'portals.json'), text, { mode: 0o600 });
    await expect(openPortalStore(folder), text).rejects.toThrow(StateError);
    expect(await readFile(join(folder, 'portals.json'), 'utf8')).toBe(text);
  }
});

test('AGT-11 a portal that is forgotten is gone with the key that was made for it; uninstalling leaves nothing', async ({
  folder,
}) => {
  const place = join(folder, 'state');
  const store = await openPortalStore(place);
  const portal = await aPortal();
  await store.allow(portal.origin);
  await store.enrol(portal);
  expect(await store.forget(portal.origin)).toBe(true);
  expect(await store.forget(portal.origin)).toBe(false);
  expect(await readFile(join(place, 'portals.json'), 'utf8')).not.toContain(portal.origin);
  await removeState(place);
  expect(await readdir(folder)).toEqual([]);
});
