import { usePage } from './page-context.tsx';

/** A calendar day: `12 дек. 2026`. */
export function Day({ on }: { on: string }) {
  return <time dateTime={on}>{usePage().format.day(on)}</time>;
}

/** An instant in the company's time zone; with `isRelative`, its distance from now stands beside it. */
export function Instant({ at, isRelative = false }: { at: Date; isRelative?: boolean }) {
  const { format, now } = usePage();
  return (
    <>
      <time dateTime={at.toISOString()}>{format.instant(at)}</time>
      {isRelative && <span className="soft"> · {format.relative(at, now)}</span>}
    </>
  );
}
