import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export type TimelineStep = {
  key: string;
  state: 'done' | 'now' | 'next' | 'failed';
  title: string;
  /** A day or an instant, already as an element. */
  when?: ReactNode;
  detail?: ReactNode;
};

/** The stations of an order, like a line on a timetable: passed, here, still to come. */
export function Timeline({ label, steps }: { label: string; steps: readonly TimelineStep[] }) {
  return (
    <ol className="line" aria-label={label}>
      {steps.map(({ key, state, title, when, detail }) => (
        <li
          key={key}
          className={classNames('line-step', `line-${state}`)}
          aria-current={state === 'now' ? 'step' : undefined}
        >
          <StationMark state={state} />
          <span className="line-title">{title}</span>
          {when && <span className="line-when">{when}</span>}
          {detail && <div className="line-detail">{detail}</div>}
        </li>
      ))}
    </ol>
  );
}

function StationMark({ state }: { state: TimelineStep['state'] }) {
  if (state === 'failed') {
    return (
      <svg className="line-mark" viewBox="0 0 14 14" aria-hidden="true">
        <path d="M7 1.5L12.5 7 7 12.5 1.5 7z" />
      </svg>
    );
  }
  return (
    <svg className="line-mark" viewBox="0 0 14 14" aria-hidden="true">
      <circle cx="7" cy="7" r="6" />
      {state === 'done' && <path d="M4 7.2l2.1 2.1L10 5" />}
      {state === 'now' && <circle className="core" cx="7" cy="7" r="3" />}
    </svg>
  );
}
