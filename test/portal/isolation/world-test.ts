import { test as base } from 'vitest';
import { openTestDb } from '#test/support/db.ts';
import type { Db } from '#prisma/client.ts';
import { openTestPortal } from '#test/support/portal.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { aWorld } from './world.ts';
import type { World } from './world.ts';

type Installation = World & { portal: TestPortal; db: Db };

/** `test('…', async ({ world }) => …)`: one world for the whole file, for tests that ask much and change little. */
export const test = base.extend<{ world: Installation }>({
  world: [
    // Vitest reads from the pattern which fixtures are wanted; an empty one means none.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const { db, close } = await openTestDb();
      const portal = await openTestPortal(db, { hasLimits: false });
      await use({ ...(await aWorld(portal, db)), portal, db });
      await portal.close();
      await close();
    },
    { scope: 'file' },
  ],
});
