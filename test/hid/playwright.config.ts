import { defineConfig } from '@playwright/test';
import { findChromium } from '#test/support/find-chromium.ts';

/** The one story that needs a kernel with fobs: run.mjs starts it. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  workers: 1,
  expect: { timeout: 20_000 }, // the computer at the other end is emulated
  outputDir: '../../.build/test-results/hid',
  reporter: 'line',
  use: {
    locale: 'ru-RU',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { executablePath: await findChromium(), args: ['--no-sandbox', '--disable-gpu'] },
  },
});
