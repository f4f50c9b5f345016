import type { Locator } from '@playwright/test';

/** The figures of a table, row by row, by the heads of their columns. */
export async function readFigures<Key extends string>(
  table: Locator,
  heads: Readonly<Record<Key, string>>,
): Promise<Record<Key, number>[]> {
  const columns = await table.getByRole('columnheader').allInnerTexts();
  const rows = await table.locator('tbody').getByRole('row').all();
  return Promise.all(
    rows.map(async (row) => {
      const cells = await row.getByRole('cell').allInnerTexts();
      const keys = Object.keys(heads) as Key[]; // a record's keys are what it was made with
      const figures = keys.map((key) => [key, toNumber(cells[columns.indexOf(heads[key])] ?? '')]);
      return Object.fromEntries(figures) as Record<Key, number>; // one entry a key, right above
    }),
  );
}

/** A figure as a Russian page writes it: `1 234,50`, with a true minus. Not a number where there is none. */
export function toNumber(text: string): number {
  const [figure] = /[-−]?[\d\s]*\d(?:,\d+)?/u.exec(text) ?? [];
  return figure === undefined
    ? NaN
    : Number(figure.replaceAll(/\s/gu, '').replace('−', '-').replace(',', '.'));
}
