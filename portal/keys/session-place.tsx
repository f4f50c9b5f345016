import { useWords } from '../ui/page-context.tsx';
import { uiWords } from '../ui/words.ts';
import { keysWords } from './words.ts';

/** Where somebody is signed in: the browser, and the network by the administrator's name for it or its shortened address. */
export function SessionPlace({
  of: { browser, place, isLocked },
}: {
  of: { browser: string; place: string; isLocked: boolean };
}) {
  const { locked } = useWords(uiWords).fob.states;
  const words = useWords(keysWords);
  return (
    <>
      {browser === '' ? words.unknownBrowser : browser}
      {isLocked && <> · {locked}</>}
      {place !== '' && <small> {isNetwork(place) ? words.network(place) : place}</small>}
    </>
  );
}

/** A name has no slash (auth/places). */
function isNetwork(place: string): boolean {
  return place.includes('/');
}
