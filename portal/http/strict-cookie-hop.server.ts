import type { RequestHandler } from 'express';
import { readCookie } from './cookies.server.ts';

/**
 * A link from a mail or another site arrives without our SameSite=Strict cookies. One same-site step later the
 * browser sends them: answer with a page that leads to the same address. Only plain navigations take the step,
 * and a second one in a row is impossible, since the browser then says that it came from here.
 */
export const strictCookieHop: RequestHandler = (request, response, next) => {
  const isFromElsewhere = request.headers['sec-fetch-site'] === 'cross-site';
  if (
    request.method !== 'GET' ||
    !isFromElsewhere ||
    readCookie(request.headers.cookie, 'session') !== null
  ) {
    next();
    return;
  }
  const target = escapeAttribute(request.originalUrl);
  response
    .status(200)
    .type('text/html')
    .send(
      `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=${target}"><title>…</title><a href="${target}">Brelok</a></html>`,
    );
};

function escapeAttribute(url: string): string {
  const path = url.startsWith('/') && !url.startsWith('//') ? url : '/';
  return path
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
