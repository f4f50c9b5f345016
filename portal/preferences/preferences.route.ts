import { redirect } from 'react-router';
import { setCookie } from '../http/cookies.server.ts';
import { isLocale, isTheme } from '../lib/locale.ts';
import { parseReturnPath } from '../login/return-path.ts';
import type { Route } from './+types/preferences.route';

/** Language and theme, kept in a cookie; needs no account. Leads back to where the reader was. */
export async function action({ request }: Route.ActionArgs) {
  const form = await request.formData();
  const headers = new Headers();
  const [locale, theme, returnTo] = ['locale', 'theme', 'returnTo'].map((name) => form.get(name));
  if (isLocale(locale)) headers.append('Set-Cookie', setCookie('locale', locale));
  if (isTheme(theme)) headers.append('Set-Cookie', setCookie('theme', theme));
  const path = typeof returnTo === 'string' ? returnTo : '/';
  return redirect(
    path.startsWith('/sign-in') || path.startsWith('/enrol')
      ? onlyPath(path)
      : (parseReturnPath(path) ?? '/'),
    { headers },
  );
}

/** Nobody opens this address; a stray visit goes home. */
export function loader() {
  return redirect('/');
}

/** The pages before a session may be returned to as well, which a sign-in itself must not. */
function onlyPath(path: string): string {
  const { pathname, search } = new URL(path, 'https://own.invalid');
  return `${pathname}${search}`;
}
