import { useWords } from '../ui/page-context.tsx';
import { keysWords } from './words.ts';

/** Where somebody is signed in: the browser, and the network by the administrator's name for it or its shortened address. */
export function SessionPlace({ of: { browser, place } }: { of: { browser: string; place: string } }) {
  const words = useWords(keysWords);
  return (
    <>
      {browser === '' ? words.unknownBrowser : browser}
      {place !== '' && <small> {isNetwork(place) ? words.network(place) : place}</small>}
    </>
  );
}

/** A name has no slash (auth/places). */
function isNetwork(place: string): boolean {
  return place.includes('/');
}
