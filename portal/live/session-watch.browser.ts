/**
 * Stands on every signed-in page. When the session ends or locks (signed out elsewhere, key revoked, time over), the page's
 * data leaves the screen and the memory within seconds, also where the network is gone; what was typed is kept, sealed. A
 * page that comes back from the browser's history is asked again before it is shown.
 */
import { keepDrafts } from '../drafts/draft-keeper.ts';
import { forgetDraft } from '../drafts/draft-store.ts';
import { postJson } from '../login/ceremony-client.ts';
import { OPEN_AGAIN, SESSION_CHANNEL } from './session-channel.ts';
import { countDown, parseTimeLeft } from './session-clock.ts';

const RETRY_MS = 3_000;
/** A person who is busy is told of to the server this often, and at once while they are being warned. */
const SAY_EVERY_MS = 30_000;
const ENDS_HERE = new Set(['/sign-out', '/lock']);
/** These move the focus or do nothing by themselves: Tab leads to the warning's button and does not press it. */
const NO_SIGN_OF_LIFE = new Set(['Tab', 'Shift', 'Control', 'Alt', 'Meta', 'CapsLock', 'Escape']);

/** A page that only says that something is refused has no frame: nothing to warn about and nothing to type into. */
const watch = document.getElementById('session-watch');
const stay = document.getElementById('stay');
const drafts = watch === null ? null : keepDrafts(takeDraftKeys(watch), showGivenBack);
const clock =
  watch &&
  countDown(watch.dataset, {
    onStep: warn,
    onMinutes: showMinutes,
    onOver: () => leave('locked'),
  });
let saidAt = Date.now();
let stream = open();
new BroadcastChannel(SESSION_CHANNEL).postMessage(OPEN_AGAIN);

/** The browser asks again by itself when a stream breaks, but gives up for good when it is refused one. */
function open(): EventSource {
  const opened = new EventSource('/live');
  opened.addEventListener('ended', () => leave('ended'));
  opened.addEventListener('locked', () => leave('locked'));
  opened.addEventListener('time', ({ data }: MessageEvent<string>) => {
    const left = parseTimeLeft(JSON.parse(data));
    if (left !== null) clock?.set(left);
  });
  opened.addEventListener('error', () => {
    if (opened.readyState === EventSource.CLOSED) setTimeout(() => (stream = open()), RETRY_MS);
  });
  return opened;
}

window.addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  document.body.hidden = true;
  window.location.reload();
});
window.addEventListener('pagehide', () => stream.close());

/** Whoever ends the session here is led on by the answer; the news of its end must not overtake that. */
document.addEventListener('submit', ({ target }) => {
  if (!(target instanceof HTMLFormElement)) return;
  const { pathname } = new URL(target.getAttribute('action') ?? '', window.location.href);
  if (!ENDS_HERE.has(pathname)) return;
  stream.close();
  clock?.stop();
  if (pathname === '/sign-out') forgetDraft();
});

stay?.addEventListener('click', () => void sayAlive());
for (const sign of ['input', 'pointerdown', 'wheel', 'keydown'] as const)
  document.addEventListener(sign, noteUse, { passive: true });

/** Only a person's own hand counts: what a script makes is not trusted by the browser. */
function noteUse(event: Event): void {
  if (!event.isTrusted || (event instanceof KeyboardEvent && NO_SIGN_OF_LIFE.has(event.key))) return;
  if (stay?.contains(event.target instanceof Node ? event.target : null)) return; // the button says it itself
  if (stay?.hidden !== false && Date.now() - saidAt < SAY_EVERY_MS) return;
  void sayAlive();
}

async function sayAlive(): Promise<void> {
  saidAt = Date.now();
  const answer = await postJson('/live/stay', {});
  const left = answer.status === 200 ? parseTimeLeft(answer.body) : null;
  if (left !== null) clock?.set(left);
}

/** Shows the one sentence that fits, and the button where it helps; nothing for ''. */
function warn(says: string): void {
  if (watch === null || stay === null) return;
  for (const sentence of watch.querySelectorAll<HTMLElement>('[data-says]'))
    sentence.hidden = sentence.dataset['says'] !== says;
  watch.classList.toggle('is-warning', says !== '');
  nameRegion(watch, says !== '');
  stay.hidden = !says.startsWith('idle');
}

function showGivenBack(): void {
  const note = document.querySelector<HTMLElement>('#draft-note > div');
  if (note !== null) note.hidden = false;
}

/** The fob's own words stay; only their number moves. */
function showMinutes(minutes: number): void {
  const left = document.querySelector('[data-minutes-left]');
  if (left?.textContent) left.textContent = left.textContent.replace(/\d+/, String(minutes));
}

/** A place of its own for those who go by places, while there is something in it. */
function nameRegion(region: HTMLElement, isWarning: boolean): void {
  if (isWarning) {
    region.setAttribute('role', 'region');
    region.setAttribute('aria-label', region.dataset['label'] ?? '');
  } else for (const name of ['role', 'aria-label']) region.removeAttribute(name);
}

/** The address keeps the page's own path, so that the key leads back to it. */
function leave(how: 'locked' | 'ended'): void {
  stream.close();
  clock?.stop();
  document.body.replaceChildren();
  document.title = '';
  if (how === 'ended') forgetDraft();
  const back = encodeURIComponent(window.location.pathname + window.location.search);
  const to = how === 'locked' ? `/locked?return=${back}` : `/sign-in?reason=ended&return=${back}`;
  void (drafts?.settle() ?? Promise.resolve()).finally(() => window.location.replace(to));
}

/** They leave the page's text at once; what can read the page later finds none. */
function takeDraftKeys({ dataset }: HTMLElement): string[] {
  const keys = (dataset['draftKeys'] ?? '').split(' ').filter((key) => key !== '');
  delete dataset['draftKeys'];
  return keys;
}
