import type { ReactNode } from 'react';
import { FobGlyph, type Reach } from './fob.tsx';
import { useWords } from './page-context.tsx';
import { uiWords } from './words.ts';

type LockedScreenProps = {
  reach: Reach;
  /** What locked it, in one sentence. */
  why: string;
  /** The way to unlock it. */
  children: ReactNode;
};

/** A locked session: the page folded down to the key and two sentences. */
export function LockedScreen({ reach, why, children }: LockedScreenProps) {
  const words = useWords(uiWords).locked;
  return (
    <div className="locked">
      <FobGlyph state="locked" reach={reach} />
      <h1>{words.title}</h1>
      <p>{why}</p>
      <p>{words.lead}</p>
      {children}
    </div>
  );
}
