import { resolve } from 'node:path';
import { generateDemo } from '../../demo/generate-demo.server.ts';
import { isOn, onFromInstant } from '../../lib/dates.ts';
import { UsageError, readOptions } from '../command.ts';
import type { Command } from '../command.ts';

export const demoGenerate: Command = {
  name: 'demo generate',
  summary: 'writes a demo company’s ERP export of any size, as a file drop',
  help: `Usage: npm run brelok -- demo generate --out DIR [--orders N] [--customers M] [--seed S] [--today YYYY-MM-DD]

Writes CSV files, PDFs and a manifest into an empty folder; \`import file-drop DIR\` takes them in (a demo installation
only). The same options write the same bytes.

Exit codes: 0 written; 1 the folder is not empty; 2 not understood.`,
  run: async ({ args, env, calledFrom, print, printError }) => {
    const values = readOptions(args, {
      out: { type: 'string' },
      orders: { type: 'string' },
      customers: { type: 'string' },
      seed: { type: 'string' },
      today: { type: 'string' },
    });
    if (values.out === undefined) throw new UsageError('--out names the folder to write into');
    if (values.today !== undefined && !isOn(values.today))
      throw new UsageError('--today is a day such as 2026-03-05');
    const dir = resolve(calledFrom, values.out);
    const outcome = await generateDemo({
      dir,
      today: values.today ?? onFromInstant(new Date(), env.timeZone),
      ...numberOption('orders', values.orders),
      ...numberOption('customers', values.customers),
      ...numberOption('seed', values.seed),
      onProgress: ({ step, done, total }) => {
        if (done === total || done % 1_000 === 0) print(`${step}: ${done} of ${total}`);
      },
    });
    if (!outcome.ok) {
      printError(`${dir} is not empty; name another folder`);
      return 1;
    }
    for (const [file, rows] of Object.entries(outcome.rows)) print(`${file}: ${rows} rows`);
    return 0;
  },
};

function numberOption<Name extends string>(
  name: Name,
  text: string | undefined,
): Partial<Record<Name, number>> {
  if (text === undefined) return {};
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new UsageError(`--${name} is a whole number above zero`);
  return { [name]: value } as Partial<Record<Name, number>>; // one key, as named
}
