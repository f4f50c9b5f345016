import { classNames } from './class-names.ts';
import { useWords } from './page-context.tsx';
import { uiWords } from './words.ts';

/** What a key opens, in words and in the number of filled contacts; never a tier number. */
export type Reach = 'everything' | 'prices' | 'goods' | 'status';

/** `not-watched`: a page can't see whether a FIDO2 key is still plugged in, and says so; `plugged`: an agent sees it. */
export type FobState = {
  state: 'plugged' | 'locked' | 'not-watched';
  reach: Reach;
  /** Said instead of the customer's words, e.g. what a staff key opens. */
  opens?: string | undefined;
  minutesLeft: number;
};

const CONTACTS: Readonly<Record<Reach, number>> = { everything: 4, prices: 3, goods: 2, status: 1 };
const CONTACT_PLACES = [30.5, 34.5, 38.5, 42.5];

/** The key at the top right of every page. It leads to "my key and sessions". */
export function Fob({ fob, href }: { fob: FobState; href: string }) {
  const words = useWords(uiWords).fob;
  const opens = fob.opens ?? words.opens[fob.reach];
  const isLocked = fob.state === 'locked';
  const left = isLocked ? words.states.locked : words.minutesLeft(fob.minutesLeft);
  return (
    <a className="fob" href={href} title={words.states[fob.state]}>
      <FobGlyph state={fob.state} reach={fob.reach} />
      <span className="fob-words">
        <span className="unseen">{words.name}: </span>
        <span className="fob-opens">{opens}</span>
        <span className="unseen">, </span>
        <span className="fob-left" data-minutes-left={isLocked ? undefined : fob.minutesLeft}>
          {left}
        </span>
        {!isLocked && <span className="unseen">, {words.states[fob.state]}</span>}
      </span>
    </a>
  );
}

/**
 * The key seen from above: its body, and a plug whose four contacts say what it opens.
 * Plugged in it stands filled in a port; locked it bears a padlock; not watched it is an outline.
 */
export function FobGlyph({ state, reach }: Pick<FobState, 'state' | 'reach'>) {
  const isPlugged = state === 'plugged';
  const openContacts = state === 'locked' ? 0 : CONTACTS[reach];
  return (
    <svg className={classNames('glyph', `glyph-${state}`)} viewBox="0 0 56 24" aria-hidden="true">
      <path
        className={isPlugged ? 'solid' : undefined}
        d="M8 2.75h14a4 4 0 0 1 4 4v10.5a4 4 0 0 1-4 4H8a6 6 0 0 1-6-6v-6.5a6 6 0 0 1 6-6z"
      />
      {state === 'locked' ? (
        <path d="M10 11.25h8v6h-8zM11.75 11.25v-1.5a2.25 2.25 0 0 1 4.5 0v1.5" />
      ) : (
        <path className={isPlugged ? 'cut' : undefined} d="M8 9.5v5" />
      )}
      <path d="M26 5.75h21v12.5H26" />
      {CONTACT_PLACES.map((x, place) =>
        place < openContacts ? (
          <path key={x} className="contact" d={`M${x} 9.5v5`} />
        ) : (
          <path key={x} className="blank" d={`M${x} 14.25v.5`} />
        ),
      )}
      {isPlugged && <path className="port" d="M51 1.5v21M54 1.5v21" />}
    </svg>
  );
}
