const MAX_LENGTH = 500;
/** A path that a browser can't read as another host: one slash, then anything but a slash or backslash. */
const OWN_PATH = /^\/(?![/\\])[^\\\s]*$/;
/** Coming back to these would lead in a circle, or sign out at once. */
const NOT_TO = ['/sign-in', '/sign-out', '/lock', '/locked', '/enrol', '/live'];

/** A path of this portal as the browser will read it; null for everything else. */
export function parseOwnPath(path: string | null | undefined): string | null {
  if (path === null || path === undefined || path.length > MAX_LENGTH || !OWN_PATH.test(path)) return null;
  const { origin, pathname, search } = new URL(path, 'https://own.invalid');
  // `/x/..//other.example` becomes `//other.example` only here.
  if (origin !== 'https://own.invalid' || !OWN_PATH.test(pathname)) return null;
  return `${pathname}${search}`;
}

/** Where to go after a sign-in: a path of this portal and nothing else; null when it is anything else. */
export function parseReturnPath(path: string | null | undefined): string | null {
  const own = parseOwnPath(path);
  const isCircle = NOT_TO.some((other) => own?.split(/[?/]/)[1] === other.slice(1));
  return isCircle ? null : own;
}
