import { defineConfig } from 'vitest/config';

/** `npm run test:firefox`: Debian's Firefox beside the real portal and the real agent. Not part of `npm test`. */
export default defineConfig({
  mode: 'production',
  test: {
    env: { NODE_ENV: 'production' },
    include: ['test/firefox/*.real.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
