import type { Request, RequestHandler } from 'express';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const ALLOWED_METHODS = new Set(['GET', 'HEAD', 'POST']);
const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Answers only under its own name: a page that rebinds its DNS name to this machine gets nothing. */
export function onlyOwnName(origin: string): RequestHandler {
  const { host, hostname, port, protocol } = new URL(origin);
  return (request, response, next) => {
    if (request.headers.host !== host) {
      if (isOtherLoopbackName(request, { port, hostname }) && request.method === 'GET') {
        response.redirect(302, `${protocol}//${host}${request.originalUrl}`);
        return;
      }
      response.status(421).type('text/plain').send(`This portal answers at ${origin}\n`);
      return;
    }
    next();
  };
}

/**
 * Answers only to the methods it has, and changes something only for its own pages: exact Origin, Sec-Fetch-Site
 * same-origin where the browser sends it; a missing Origin is refused (WEB-07). Stands before the framework, so no route
 * is spared.
 */
export function onlyOwnPages(origin: string): RequestHandler {
  return (request, response, next) => {
    if (!ALLOWED_METHODS.has(request.method)) {
      response
        .status(405)
        .setHeader('Allow', [...ALLOWED_METHODS].join(', '))
        .type('text/plain')
        .send('Not a method of this portal.\n');
      return;
    }
    if (!isAllowed(request, origin)) {
      response
        .status(403)
        .type('text/plain')
        .send('This request did not come from a page of the portal. Open the portal and try again.\n');
      return;
    }
    next();
  };
}

function isAllowed(request: Request, origin: string): boolean {
  const site = request.headers['sec-fetch-site'];
  if (SAFE_METHODS.has(request.method)) return isSafeRead(request, site);
  if (request.headers.origin !== origin) return false;
  return site === undefined || site === 'same-origin';
}

/** Another site may link to a page; it may not load one as a picture, a script or data. */
function isSafeRead(request: Request, site: string | undefined): boolean {
  if (site === undefined || site === 'same-origin' || site === 'none') return true;
  return request.headers['sec-fetch-mode'] === 'navigate' && request.headers['sec-fetch-dest'] === 'document';
}

/** `http://127.0.0.1:3000` typed by hand while keys are bound to `localhost`: lead there. */
function isOtherLoopbackName(request: Request, own: { port: string; hostname: string }): boolean {
  if (!LOOPBACK_NAMES.has(own.hostname)) return false;
  return [...LOOPBACK_NAMES].some((name) => request.headers.host === `${name}:${own.port}`);
}
