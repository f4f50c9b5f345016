import { useWords } from '../ui/page-context.tsx';
import { keysWords } from './words.ts';

/** Where somebody is signed in: the browser, and the network by its shortened address. */
export function SessionPlace({ of: { browser, place } }: { of: { browser: string; place: string } }) {
  const words = useWords(keysWords);
  return (
    <>
      {browser === '' ? words.unknownBrowser : browser}
      {place !== '' && <small> {words.network(place)}</small>}
    </>
  );
}
