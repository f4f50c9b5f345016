import { defineConfig } from 'vitest/config';

export default defineConfig({
  // As the portal runs for people: React's other build renders several times slower.
  mode: 'production',
  esbuild: { jsxDev: false },
  test: {
    env: { NODE_ENV: 'production' },
    include: ['test/**/*.test.{ts,tsx}'],
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'forks',
    // Files of one process share what they load, which halves the work; each makes its own databases and portals.
    isolate: false,
    maxWorkers: 3,
    testTimeout: 90_000,
    hookTimeout: 120_000,
  },
});
