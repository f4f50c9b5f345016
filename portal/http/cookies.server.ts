/** The portal's cookies. All are `__Host-`: this host only, secure, path `/` (SES-01); no script reads them. */
export const COOKIES = {
  session: '__Host-brelok-session',
  /** Binds a ceremony to the browser that began it; says nothing about who sits there. */
  browser: '__Host-brelok-browser',
  ticket: '__Host-brelok-ticket',
  locale: '__Host-brelok-locale',
  theme: '__Host-brelok-theme',
} as const;

export type CookieName = keyof typeof COOKIES;

const YEAR_SECONDS = 31_536_000;
const LIFETIME_SECONDS: Readonly<Record<CookieName, number | null>> = {
  session: null,
  browser: null,
  ticket: 15 * 60,
  locale: YEAR_SECONDS,
  theme: YEAR_SECONDS,
};

/** A value that a header can carry as it is: base64url and the like. */
const PLAIN_VALUE = /^[\w-]{1,200}$/;

/** Reads one cookie; null when it is absent, repeated (somebody else set one) or not in our form. */
export function readCookie(header: string | null | undefined, name: CookieName): string | null {
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${COOKIES[name]}=`))
    .map((pair) => pair.slice(COOKIES[name].length + 1));
  const [value] = values;
  return values.length === 1 && value !== undefined && PLAIN_VALUE.test(value) ? value : null;
}

/** A Set-Cookie header value. */
export function setCookie(name: CookieName, value: string): string {
  if (!PLAIN_VALUE.test(value)) throw new Error(`the value of cookie ${name} is not plain`);
  const lifetime = LIFETIME_SECONDS[name];
  return `${COOKIES[name]}=${value}; Path=/; Secure; HttpOnly; SameSite=Strict${lifetime === null ? '' : `; Max-Age=${lifetime}`}`;
}

/** A Set-Cookie header value that removes the cookie. */
export function clearCookie(name: CookieName): string {
  return `${COOKIES[name]}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0`;
}
