import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** What a state means to the reader: each has its own shape, so that colour is never alone. */
export type Tone = 'quiet' | 'moving' | 'good' | 'watch' | 'bad';

export function StatusMark({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={classNames('status', `status-${tone}`)}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <Shape tone={tone} />
      </svg>
      {children}
    </span>
  );
}

function Shape({ tone }: { tone: Tone }) {
  switch (tone) {
    case 'quiet':
      return <circle cx="6" cy="6" r="4" />;
    case 'moving':
      return (
        <>
          <circle cx="6" cy="6" r="4.5" />
          <path className="solid" d="M6 1.5a4.5 4.5 0 0 1 0 9z" />
        </>
      );
    case 'good':
      return (
        <>
          <circle className="solid" cx="6" cy="6" r="5" />
          <path className="cut" d="M3.75 6.1l1.7 1.7 2.9-3.4" />
        </>
      );
    case 'watch':
      return <path className="solid" d="M6 1.75l4.75 8.5H1.25z" />;
    case 'bad':
      return <path className="solid" d="M6 .9L11.1 6 6 11.1.9 6z" />;
  }
}
