/**
 * The page behind a printed link. The link's secret stands in the fragment, which browsers send to nobody; it goes
 * into the form here and out of the address bar, so that it stays in no history and no log.
 */
import { elementById } from './ceremony-client.ts';

const token = window.location.hash.slice(1);
if (token !== '') {
  elementById('invitation', HTMLInputElement).value = token;
  window.history.replaceState(null, '', window.location.pathname);
}
