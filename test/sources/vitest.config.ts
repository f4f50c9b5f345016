import { defineConfig } from 'vitest/config';

/** `npm run test:sources`: real servers, started on this machine. Not part of `npm test`. */
export default defineConfig({
  test: {
    include: ['test/sources/*.real.ts', 'test/portal/connectors/pull/killed.test.ts'],
    env: { KILLS: '50' },
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 1_800_000,
    hookTimeout: 900_000,
  },
});
