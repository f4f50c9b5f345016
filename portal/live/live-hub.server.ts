/**
 * One server-sent-events stream a browser tells open pages at once when their session is over. Every two seconds
 * one pass asks the database about all open streams, so that it does not matter which process ended a session
 * (SES-05). A stream is no sign of life: it never moves the idle limit.
 */
import type { RequestHandler, Response } from 'express';
import type { AuthServices } from '#auth/auth-services.ts';
import { findSession } from '#auth/sessions/find-session.ts';
import type { LiveSession, WhichSession } from '#auth/sessions/find-session.ts';
import { readCookie } from '../http/cookies.server.ts';

const CHECK_EVERY_MS = 2_000;
const KEEP_ALIVE_EVERY_MS = 15_000;
/** More tabs than a person has; further ones fall back to the check at their next request. */
const MAX_STREAMS_PER_SESSION = 20;
const MAX_STREAMS = 5_000;
const ENDED = 'event: ended\ndata: {}\n\n';

export type LiveHub = {
  /** GET /live */
  handler: RequestHandler;
  /** Ends all streams and the checks. */
  close: () => void;
};

/** `sessionId` is known once the session was found live; the token may change by a step-up, the id does not. */
type Stream = { token: string; sessionId: string | null; response: Response };

/** @param onFault told what went wrong; a pass that failed is made again, and nobody's session ends by it */
export function createLiveHub(auth: AuthServices, onFault: (error: unknown) => void): LiveHub {
  const streams = new Set<Stream>();
  let isChecking = false;

  const checkTimer = setInterval(() => {
    if (isChecking || streams.size === 0) return;
    isChecking = true;
    void endOverdueStreams(auth, streams)
      .catch(onFault)
      .finally(() => {
        isChecking = false;
      });
  }, CHECK_EVERY_MS);
  const keepAliveTimer = setInterval(() => {
    for (const { response } of streams) send(response, ': still here\n\n');
  }, KEEP_ALIVE_EVERY_MS);
  checkTimer.unref();
  keepAliveTimer.unref();

  return {
    handler: (request, response) => {
      const token = readCookie(request.headers.cookie, 'session');
      void openStream(auth, streams, { token, response }).catch((error: unknown) => {
        onFault(error);
        response.end(); // the browser asks again
      });
    },
    close: () => {
      clearInterval(checkTimer);
      clearInterval(keepAliveTimer);
      for (const { response } of streams) response.end();
      streams.clear();
    },
  };
}

/** The place is taken before anything is waited for, so that no number of requests at once gets past the limits. */
async function openStream(
  auth: AuthServices,
  streams: Set<Stream>,
  { token, response }: { token: string | null; response: Response },
): Promise<void> {
  const ofSession = [...streams].filter((stream) => stream.token === token).length;
  if (streams.size >= MAX_STREAMS || ofSession >= MAX_STREAMS_PER_SESSION) {
    response.status(503).end();
    return;
  }
  response.status(200).set({ 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' });
  response.flushHeaders();
  if (token === null) {
    response.end(ENDED);
    return;
  }

  const stream: Stream = { token, sessionId: null, response };
  streams.add(stream);
  response.on('close', () => streams.delete(stream));
  const session = await findLive(auth, { token });
  if (session !== null) {
    stream.sessionId = session.actor.sessionId;
    return send(response, 'retry: 2000\nevent: open\ndata: {}\n\n');
  }
  send(response, ENDED);
  response.end();
}

/** A database that does not answer ends no session: the next pass asks again, and no page gets data meanwhile. */
async function endOverdueStreams(auth: AuthServices, streams: Set<Stream>): Promise<void> {
  const sessionIds = new Set([...streams].flatMap(({ sessionId }) => sessionId ?? []));
  for (const sessionId of sessionIds) {
    if ((await findLive(auth, { sessionId })) !== null) continue;
    for (const stream of [...streams].filter((open) => open.sessionId === sessionId)) {
      streams.delete(stream);
      send(stream.response, ENDED);
      stream.response.end();
    }
  }
}

async function findLive({ db, policy, now }: AuthServices, which: WhichSession): Promise<LiveSession | null> {
  const outcome = await findSession(db, { ...which, policy: await policy(), now: now() });
  return outcome.ok ? outcome.session : null;
}

/** A stream may have ended while something else was waited for. */
function send(response: Response, text: string): void {
  if (!response.writableEnded) response.write(text);
}
