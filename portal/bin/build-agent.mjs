/** `npm run build:agent`: the key-agent's packages for Debian, Windows and npm, in `.build/agent`. */
import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import { setUp } from './setup.mjs';

const MIB = 1_024 * 1_024;

try {
  await setUp({ build: true });
  const { makeAgentPackages, PACKAGES_FOLDER } = await import('./agent-packages.mjs');
  console.log(`packages in ${relative(process.cwd(), PACKAGES_FOLDER)}:`);
  for (const { name, bytes } of await makeAgentPackages()) {
    const size = `${(bytes.byteLength / MIB).toFixed(1)} MiB`;
    console.log(`${size.padStart(10)}  ${createHash('sha256').update(bytes).digest('hex')}  ${name}`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
