/**
 * Keeps what is being typed on this page, sealed at once, so that a lock loses nothing whenever it comes; and gives it back
 * when the page is opened again after one. Runs in the browser.
 */
import { importDraftKeys, openDraft, sealDraft } from './draft-cipher.ts';
import { fillForm, findForm, isShownIn, keptFormOf, readForm } from './draft-fields.ts';
import { forgetDraft, readDraft, writeDraft } from './draft-store.ts';

export type DraftKeeper = {
  /** Resolves when everything typed so far is sealed. */
  settle: () => Promise<void>;
};

/** @param onGivenBack called when a draft was put back into its form */
export function keepDrafts(keys: readonly string[], onGivenBack: () => void): DraftKeeper {
  const imported = importDraftKeys(keys);
  const typedInto = new Set<HTMLFormElement>();
  const path = window.location.pathname + window.location.search;
  let saving: Promise<void> = imported.then((known) => giveBack(known, path, onGivenBack));

  const keep = ({ target }: Event): void => {
    const form = keptFormOf(target);
    if (form === null) return;
    typedInto.add(form);
    const forms = [...typedInto].map(readForm);
    saving = saving.then(async () => {
      const [key] = await imported;
      if (key !== undefined) writeDraft({ draft: await sealDraft(key, { path, forms }), isAwaited: false });
    });
  };
  document.addEventListener('input', keep);
  document.addEventListener('change', keep);
  return { settle: () => saving };
}

/** A draft of a locked session goes into its form; one that was sent, left behind, or is somebody else's is dropped. */
async function giveBack(keys: readonly CryptoKey[], path: string, onGivenBack: () => void): Promise<void> {
  const stored = readDraft();
  if (stored === null) return;
  const { draft, isAwaited } = stored;
  const forms = await openDraft(keys, draft);
  if (forms === null) return forgetDraft();
  const found = forms.map((form) => ({ form, shown: findForm(form) }));
  if (!isAwaited) {
    if (!found.some(({ form, shown }) => shown !== null && isShownIn(shown, form))) forgetDraft();
    return;
  }
  if (draft.path !== path) return; // its page is still to come
  for (const { form, shown } of found) if (shown !== null) fillForm(shown, form);
  if (!found.some(({ shown }) => shown !== null)) return forgetDraft();
  writeDraft({ draft, isAwaited: false });
  onGivenBack();
}
