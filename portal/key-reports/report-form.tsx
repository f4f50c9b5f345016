import { DateField, Field } from '../ui/field.tsx';
import { FilterForm } from '../ui/filter-form.tsx';
import { useWords } from '../ui/page-context.tsx';
import type { ReportFilter } from './report-filter.ts';
import { keyReportsWords } from './words.ts';

/** What the report asks, as a form that changes nothing; one that asks nothing has none. */
export function ReportForm({ filter }: { filter: ReportFilter }) {
  if (filter.kind === 'single') return null;
  return (
    <FilterForm action="/desk/keys/reports">
      <input type="hidden" name="report" value={filter.kind} />
      <Fields filter={filter} />
    </FilterForm>
  );
}

function Fields({ filter }: { filter: ReportFilter }) {
  const words = useWords(keyReportsWords).form;
  const field = (
    name: 'days' | 'within' | 'from' | 'to' | 'first' | 'yearly' | 'currency',
    value: string | number,
  ) => ({
    name,
    label: words[name],
    defaultValue: value,
    isOptionalUnsaid: true,
  });
  switch (filter.kind) {
    case 'unused':
    case 'silent':
      return <Field {...field('days', filter.days)} inputMode="numeric" maxLength={4} />;
    case 'expiring':
      return <Field {...field('within', filter.days)} name="days" inputMode="numeric" maxLength={4} />;
    case 'cost':
      return (
        <>
          <DateField {...field('from', filter.fromOn)} />
          <DateField {...field('to', filter.toOn)} />
        </>
      );
    case 'eligible':
      return (
        <>
          <Field {...field('first', filter.firstOrder)} inputMode="decimal" maxLength={20} />
          <Field {...field('yearly', filter.yearly)} inputMode="decimal" maxLength={20} />
          <Field {...field('currency', filter.currency)} maxLength={3} />
        </>
      );
    case 'single':
      return null;
  }
}
