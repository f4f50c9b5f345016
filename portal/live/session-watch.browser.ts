/**
 * Stands on every signed-in page. When the session ends (signed out elsewhere, key revoked, time over), the page's
 * data leaves the screen and the memory within seconds; a page that comes back from the browser's history is asked
 * again before it is shown.
 */
const RETRY_MS = 3_000;
const ENDS_HERE = new Set(['/sign-out', '/lock']);
let stream = watch();

/** The browser asks again by itself when a stream breaks, but gives up for good when it is refused one. */
function watch(): EventSource {
  const opened = new EventSource('/live');
  opened.addEventListener('ended', clearPage);
  opened.addEventListener('error', () => {
    if (opened.readyState === EventSource.CLOSED) setTimeout(() => (stream = watch()), RETRY_MS);
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
  if (target instanceof HTMLFormElement && ENDS_HERE.has(new URL(target.action).pathname)) stream.close();
});

function clearPage(): void {
  stream.close();
  document.body.replaceChildren();
  document.title = '';
  const { pathname, search } = window.location;
  window.location.replace(`/sign-in?reason=ended&return=${encodeURIComponent(pathname + search)}`);
}
