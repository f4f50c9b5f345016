import type { ReactNode } from 'react';
import { useWords } from './page-context.tsx';
import { OtherKeyPicture } from './pictures/other-key-picture.tsx';
import { PlugPicture } from './pictures/plug-picture.tsx';
import { TouchPicture } from './pictures/touch-picture.tsx';
import { WrongPinPicture } from './pictures/wrong-pin-picture.tsx';
import { uiWords } from './words.ts';

const REASONS = [
  { key: 'plug', Picture: PlugPicture },
  { key: 'touch', Picture: TouchPicture },
  { key: 'wrongPin', Picture: WrongPinPicture },
  { key: 'otherKey', Picture: OtherKeyPicture },
] as const;

/**
 * A browser tells one error for no key, no touch, a wrong PIN and a foreign key alike,
 * so all four are shown. `children` is the button to try again.
 */
export function NoAnswer({ children }: { children: ReactNode }) {
  const words = useWords(uiWords).noAnswer;
  return (
    <div className="trouble">
      <h1>{words.title}</h1>
      <p>{words.lead}</p>
      <ul className="reasons">
        {REASONS.map(({ key, Picture }) => (
          <li key={key} className="reason">
            <Picture />
            <p>
              <b>{words.reasons[key].title}</b>
              {words.reasons[key].text}
            </p>
          </li>
        ))}
      </ul>
      <div className="form-actions">{children}</div>
    </div>
  );
}
