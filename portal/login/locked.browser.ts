/** The locked page: holds on to what was typed, and opens its page again when another tab has resumed the session. */
import { parseSealedDraft } from '../drafts/draft-cipher.ts';
import { readDraft, writeDraft } from '../drafts/draft-store.ts';
import { OPEN_AGAIN, SESSION_CHANNEL } from '../live/session-channel.ts';

const keptForm = document.getElementById('kept-form')?.dataset['sealed'];
const draft = keptForm === undefined ? readDraft()?.draft : parseSealedDraft(JSON.parse(keptForm));
if (draft) writeDraft({ draft, isAwaited: true });

new BroadcastChannel(SESSION_CHANNEL).addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const returnTo = document.getElementById('locked')?.dataset['return'];
  if (data === OPEN_AGAIN) window.location.replace(returnTo ?? '/');
});
