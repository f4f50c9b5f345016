import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from 'vitest';
import { freePort, spawnPortal } from './portal-process.ts';
import type { PortalProcess } from './portal-process.ts';

/** How the last line begins that a demo prints before it waits for requests. */
export const LAST_ENROL_LINE = 'enrol customer ';

type Demo = { dataDir: string; firstStart: readonly string[] };

/** Portals as they are started, on copies of one demo. */
export const test = base.extend<{
  /** The first start of a demo on an empty folder, ended by a supervisor: what it left and what it said. */
  demo: Demo;
  /** A portal on a copy of the demo, which tells its log everything; one for the whole file. */
  running: PortalProcess;
  /** An empty folder. */
  folder: string;
  /** A copy of the demo's data folder. */
  dataDir: string;
  /** Starts a portal; what still runs at the end of the test is ended. */
  start: (variables: Record<string, string>) => Promise<PortalProcess>;
}>({
  demo: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'brelok-first-start-'));
      const dataDir = join(folder, 'data');
      const portal = spawnPortal({ DATA_DIR: dataDir, PORT: String(await freePort()) });
      await portal.line(LAST_ENROL_LINE);
      const firstStart = portal.lines;
      portal.signal('SIGTERM');
      await portal.ended;
      await use({ dataDir, firstStart });
      await rm(folder, { recursive: true, force: true });
    },
    { scope: 'file' },
  ],
  running: [
    async ({ demo }, use) => {
      const dataDir = `${demo.dataDir}-running`;
      await cp(demo.dataDir, dataDir, { recursive: true });
      const portal = spawnPortal({ DATA_DIR: dataDir, PORT: String(await freePort()), LOG_LEVEL: 'debug' });
      await portal.line(LAST_ENROL_LINE);
      await use(portal);
      await portal.kill();
    },
    { scope: 'file' },
  ],
  // oxlint-disable-next-line no-empty-pattern
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'brelok-start-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  dataDir: async ({ demo, folder }, use) => {
    const dataDir = join(folder, 'data');
    await cp(demo.dataDir, dataDir, { recursive: true });
    await use(dataDir);
  },
  // oxlint-disable-next-line no-empty-pattern
  start: async ({}, use) => {
    const started: PortalProcess[] = [];
    await use(async (variables) => {
      const portal = spawnPortal({ PORT: String(await freePort()), ...variables });
      started.push(portal);
      return portal;
    });
    await Promise.all(started.map((portal) => portal.kill()));
  },
});
