/** All cases on the kernel that it runs on. Its last line is for the one who started it. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { addAgentCases } from './agent-cases.ts';
import { createCases } from './case-list.ts';
import { addDeviceCases } from './device-cases.ts';
import { openFobBox } from './fob-box.ts';

const RULES = '/etc/udev/rules.d/70-brelok-key-agent.rules';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const box = openFobBox(here('fobs.mjs'));
const cases = createCases();
addDeviceCases(cases, box);
addAgentCases(cases, box, { program: here('key-agent.mjs'), rules: existsSync(RULES) ? RULES : null });
const { passed, failed, notRun } = await cases.runAll(() => box.empty());
await box.close();
process.stdout.write(`### HIDTEST passed=${passed} failed=${failed} notRun=${notRun}\n`);
process.exitCode = failed === 0 ? 0 : 1;
