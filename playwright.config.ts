import { defineConfig } from '@playwright/test';
import { findChromium } from './test/support/find-chromium.ts';

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './test/e2e/load-demo.ts',
  workers: 2,
  fullyParallel: false,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  outputDir: '.build/test-results/e2e',
  use: {
    locale: 'ru-RU',
    // Pages change without a transition, which the browser would call aborted when a story goes on faster than it.
    contextOptions: { reducedMotion: 'reduce' },
    // Recording each step costs an eighth of the run. To see why a story fails: --trace retain-on-failure.
    trace: 'off',
    launchOptions: {
      executablePath: await findChromium(),
      // The stories are about what the back button shows: pages are kept for it as in anybody's browser.
      ignoreDefaultArgs: ['--disable-back-forward-cache'],
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
