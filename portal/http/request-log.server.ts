import type { RequestHandler } from 'express';
import type { Logger } from 'pino';

const UNAVAILABLE = 503;
/** What stands behind this address is a secret of a carrier. */
const SECRET_BEHIND = /(\/tracking\/hint)\/.*$/i;

/** Of the address as it came: while a part of the portal answers, the router has cut off what stands before its own. */
function pathOf(address: string): string {
  return (address.split('?')[0] ?? '').replace(SECRET_BEHIND, '$1');
}

/**
 * One line a request: method, path without its query, status, time. No cookies, bodies or addresses. What is shut for a
 * while comes back by itself, so it is a warning and no error.
 */
export function requestLog(log: Logger): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    response.on('finish', () => {
      const entry = {
        requestId: String(response.locals['requestId']),
        method: request.method,
        path: pathOf(request.originalUrl),
        status: response.statusCode,
        durationMs: Math.round(performance.now() - startedAt),
      };
      if (response.statusCode === UNAVAILABLE) log.warn(entry, 'request');
      else if (response.statusCode >= 500) log.error(entry, 'request');
      else log.debug(entry, 'request');
    });
    next();
  };
}
