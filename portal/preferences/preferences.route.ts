import { redirect } from 'react-router';
import { setCookie } from '../http/cookies.server.ts';
import { readForm } from '../http/read-form.server.ts';
import { isLocale, isTheme } from '../lib/locale.ts';
import { parseOwnPath } from '../login/return-path.ts';
import type { Route } from './+types/preferences.route';

/** Language and theme, kept in a cookie; needs no account. Leads back to where the reader was. */
export async function action({ request }: Route.ActionArgs) {
  const form = await readForm(request);
  const headers = new Headers();
  const [locale, theme, returnTo] = ['locale', 'theme', 'returnTo'].map((name) => form.get(name));
  if (isLocale(locale)) headers.append('Set-Cookie', setCookie('locale', locale));
  if (isTheme(theme)) headers.append('Set-Cookie', setCookie('theme', theme));
  const path = typeof returnTo === 'string' ? parseOwnPath(returnTo) : null;
  return redirect(path ?? '/', { headers });
}

/** Nobody opens this address; a stray visit goes home. */
export function loader() {
  return redirect('/');
}
