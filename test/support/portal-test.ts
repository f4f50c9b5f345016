import { test as withDatabase } from './db.ts';
import { openTestPortal } from './portal.ts';
import type { TestPortal } from './portal.ts';

/** `test('…', async ({ portal, db }) => …)`: the real application on the test's own database. */
export const test = withDatabase.extend<{ portal: TestPortal }>({
  portal: async ({ db }, use) => {
    const portal = await openTestPortal(db);
    await use(portal);
    await portal.close();
  },
});
