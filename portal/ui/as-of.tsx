import { classNames } from './class-names.ts';
import { usePage, useWords } from './page-context.tsx';
import { uiWords } from './words.ts';

/** When a source last confirmed a fact, and how soon such a fact counts as ageing and as old. */
export type Freshness = {
  source: string;
  at: Date;
  ageingAfterMinutes: number;
  oldAfterMinutes: number;
};

export type Age = 'fresh' | 'ageing' | 'old';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export function ageOf({ at, ageingAfterMinutes, oldAfterMinutes }: Freshness, now: Date): Age {
  const minutes = (now.getTime() - at.getTime()) / MINUTE_MS;
  if (minutes >= oldAfterMinutes) return 'old';
  return minutes >= ageingAfterMinutes ? 'ageing' : 'fresh';
}

/** The quiet chip at the head of a block: source, time, and age as a filled arc. */
export function AsOf({ freshness }: { freshness: Freshness }) {
  const { now, format } = usePage();
  const words = useWords(uiWords).asOf;
  const { at, source } = freshness;
  const age = ageOf(freshness, now);
  const isRecent = now.getTime() - at.getTime() < DAY_MS && format.dayOf(at) === format.dayOf(now);
  return (
    <span className={classNames('asof', age !== 'fresh' && `asof-${age}`)} title={format.relative(at, now)}>
      <AgeArc share={(now.getTime() - at.getTime()) / MINUTE_MS / freshness.oldAfterMinutes} />
      <span>
        {words.confirmed(source)}{' '}
        <time dateTime={at.toISOString()}>{isRecent ? format.time(at) : format.instant(at)}</time>
        <span className="unseen">, {words.ages[age]}</span>
      </span>
    </span>
  );
}

/** A pie that fills as the fact ages; full means old. Drawn with attributes, as the policy allows no styles. */
function AgeArc({ share }: { share: number }) {
  const filled = Math.round(Math.min(1, Math.max(0.06, share)) * 100);
  return (
    <svg viewBox="0 0 14 14" aria-hidden="true">
      <circle cx="7" cy="7" r="6" strokeWidth="1" />
      <circle
        cx="7"
        cy="7"
        r="2"
        strokeWidth="4"
        pathLength="100"
        strokeDasharray={`${filled} 100`}
        transform="rotate(-90 7 7)"
      />
    </svg>
  );
}
