/**
 * Stands on every signed-in page. When the session ends (signed out elsewhere, key revoked, time over), the page's
 * data leaves the screen and the memory within seconds; a page that comes back from the browser's history is asked
 * again before it is shown.
 */
const stream = new EventSource('/live');
stream.addEventListener('ended', clearPage);

window.addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  document.body.hidden = true;
  window.location.reload();
});
window.addEventListener('pagehide', () => stream.close());

function clearPage(): void {
  stream.close();
  document.body.replaceChildren();
  document.title = '';
  const { pathname, search } = window.location;
  window.location.replace(`/sign-in?reason=ended&return=${encodeURIComponent(pathname + search)}`);
}
