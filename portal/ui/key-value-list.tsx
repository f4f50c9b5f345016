import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** Facts with their names. `rows` puts each on a line with its value at the right, as on a statement. */
export function KeyValueList({
  items,
  isRows = false,
}: {
  items: readonly { key: string; value: ReactNode }[];
  isRows?: boolean;
}) {
  return (
    <dl className={classNames('facts', isRows && 'facts-rows')}>
      {items.map(({ key, value }) => (
        <div key={key}>
          <dt>{key}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
