import { rm } from 'node:fs/promises';
import { prepareDemo } from '../support/running-portal.ts';

/** Before all browser stories: loads the demo company once; every worker's portal starts from a copy of it. */
export default async function loadDemo(): Promise<() => Promise<void>> {
  const dataDir = await prepareDemo();
  process.env['BRELOK_E2E_DEMO'] = dataDir;
  return () => rm(dataDir, { recursive: true, force: true });
}
