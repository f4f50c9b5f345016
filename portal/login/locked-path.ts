import { parseOwnPath } from './return-path.ts';

/**
 * The locked page's address.
 * @param to.returnTo the page to go back to
 * @param to.form where a form was sent that met the locked session
 */
export function lockedPath({ returnTo, form }: { returnTo: string | null; form?: string }): string {
  const query = new URLSearchParams({
    ...(returnTo === null ? {} : { return: returnTo }),
    ...(form === undefined ? {} : { form }),
  });
  return query.size === 0 ? '/locked' : `/locked?${query.toString()}`;
}

/** The page that a form was sent from. Referrer-Policy is same-origin, so a referrer is one of our own pages. */
export function pageOfForm(request: Request): string | null {
  const referrer = request.headers.get('Referer');
  if (referrer === null || !URL.canParse(referrer)) return null;
  const { pathname, search } = new URL(referrer);
  return parseOwnPath(`${pathname}${search}`);
}
