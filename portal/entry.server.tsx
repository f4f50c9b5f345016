import { createReadableStreamFromReadable } from '@react-router/node';
import { PassThrough } from 'node:stream';
import { renderToPipeableStream } from 'react-dom/server';
import { ServerRouter, isRouteErrorResponse } from 'react-router';
import type { AppLoadContext, EntryContext, HandleErrorFunction } from 'react-router';

/** A page that takes longer than this to render is given up. */
export const streamTimeout = 10_000;

/** Renders the whole page before the first byte: pages are small, and a fault still gets its own status. */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  entryContext: EntryContext,
  { nonce }: AppLoadContext,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const body = new PassThrough();
    const { pipe, abort } = renderToPipeableStream(
      <ServerRouter context={entryContext} url={request.url} nonce={nonce} />,
      {
        nonce,
        onAllReady() {
          headers.set('Content-Type', 'text/html; charset=utf-8');
          resolve(new Response(createReadableStreamFromReadable(body), { status, headers }));
          pipe(body);
        },
        onShellError: reject,
        onError: reject,
      },
    );
    setTimeout(abort, streamTimeout).unref();
  });
}

/** A bug or an outage in a loader, action or component: to the log with the request's id, never to the browser. A wrong
 * address or method is neither. */
export const handleError: HandleErrorFunction = (error, { request, context }) => {
  if (request.signal.aborted || isRouteErrorResponse(error)) return;
  const { services, requestId } = context;
  services.log.error({ err: error, requestId, path: new URL(request.url).pathname }, 'request failed');
};
