/** What the runner on the bare kernel says of its cases. */
import { expect, test, vi } from 'vitest';
import { createCases } from './case-list.ts';

test('a case that can’t be tried on this machine is told and counted, and passes for nothing', async () => {
  const written: string[] = [];
  const output = vi
    .spyOn(process.stdout, 'write')
    .mockImplementation((text) => written.push(String(text)) > 0);
  const cases = createCases();
  cases.add('one that runs', () => Promise.resolve());
  cases.skip('udev rule', 'no guest');
  const counted = await cases.runAll(() => Promise.resolve());
  output.mockRestore();
  expect(counted).toEqual({ passed: 1, failed: 0, notRun: 1 });
  expect(written[0]).toBe('### not run: udev rule (no guest)\n');
});
