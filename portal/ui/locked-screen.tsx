import type { ReactNode } from 'react';
import { FobGlyph, type Reach } from './fob.tsx';
import { useWords } from './page-context.tsx';
import { uiWords } from './words.ts';

/** A locked session: the page folded down to the key and one sentence. `children` is the unlock button. */
export function LockedScreen({ reach, children }: { reach: Reach; children: ReactNode }) {
  const words = useWords(uiWords).locked;
  return (
    <div className="locked">
      <FobGlyph state="locked" reach={reach} />
      <h1>{words.title}</h1>
      <p>{words.lead}</p>
      {children}
    </div>
  );
}
