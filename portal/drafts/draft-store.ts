/**
 * The one draft of a tab, sealed, in its session storage. It is gone with the tab, with a sign-out, and with the end of the
 * session; nobody but a live page of the same session can open it.
 */
import { parseSealedDraft } from './draft-cipher.ts';
import type { SealedDraft } from './draft-cipher.ts';

const NAME = 'brelok-draft';

/** `isAwaited`: its session was locked, and the page it belongs to shall give it back. */
export type StoredDraft = { draft: SealedDraft; isAwaited: boolean };

export function readDraft(): StoredDraft | null {
  const text = sessionStorage.getItem(NAME);
  if (text === null) return null;
  const stored: unknown = JSON.parse(text);
  const draft = parseSealedDraft(stored);
  if (draft === null) return null;
  const isAwaited =
    typeof stored === 'object' && stored !== null && 'isAwaited' in stored && stored.isAwaited === true;
  return { draft, isAwaited };
}

export function writeDraft({ draft, isAwaited }: StoredDraft): void {
  sessionStorage.setItem(NAME, JSON.stringify({ ...draft, isAwaited }));
}

export function forgetDraft(): void {
  sessionStorage.removeItem(NAME);
}
