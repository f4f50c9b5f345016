/**
 * One server-sent-events stream a browser tells open pages at once when their session is over or locked, and how long it
 * goes on, which any page of it may have changed. Every two seconds one pass asks the database about all open streams, so
 * that it does not matter which process ended a session (SES-05). A stream is no sign of life: it never moves the idle
 * limit (SES-03).
 */
import type { RequestHandler, Response } from 'express';
import type { AuthServices } from '#auth/auth-services.ts';
import { findSession } from '#auth/sessions/find-session.ts';
import type { SessionOutcome, WhichSession } from '#auth/sessions/find-session.ts';
import { isLocked } from '#auth/sessions/session-lifetime.ts';
import { readCookie } from '../http/cookies.server.ts';
import { timeLeftOf, warningOf } from './time-left.ts';
import type { TimeLeft } from './time-left.ts';

const CHECK_EVERY_MS = 2_000;
const KEEP_ALIVE_EVERY_MS = 15_000;
/** More tabs than a person has; further ones fall back to the check at their next request. */
const MAX_STREAMS_PER_SESSION = 20;
const MAX_STREAMS = 5_000;

export type LiveHub = {
  /** GET /live */
  handler: RequestHandler;
  /** Ends all streams and the checks. */
  close: () => void;
};

/**
 * `sessionId` is known once the session was found live; the token may change by a step-up, the id does not. `told` is what
 * the page knows of the time that is left.
 */
type Stream = { token: string; sessionId: string | null; told: string; response: Response };

/** @param onFault told what went wrong; a pass that failed is made again, and nobody's session ends by it */
export function createLiveHub(auth: AuthServices, onFault: (error: unknown) => void): LiveHub {
  const streams = new Set<Stream>();
  let isChecking = false;

  const checkTimer = setInterval(() => {
    if (isChecking || streams.size === 0) return;
    isChecking = true;
    void passOverStreams(auth, streams)
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
    response.end(eventOf('ended'));
    return;
  }

  const stream: Stream = { token, sessionId: null, told: '', response };
  streams.add(stream);
  response.on('close', () => streams.delete(stream));
  const outcome = await judge(auth, { token });
  if (!outcome.ok) return endStream(stream, outcome);
  stream.sessionId = outcome.session.actor.sessionId;
  send(response, `retry: 2000\n${eventOf('open')}`);
  tellTime(stream, timeLeftOf(outcome.session, auth.now()), outcome.session.idleEndsAt);
}

/** A database that does not answer ends no session: the next pass asks again, and no page gets data meanwhile. */
async function passOverStreams(auth: AuthServices, streams: Set<Stream>): Promise<void> {
  const sessionIds = new Set([...streams].flatMap(({ sessionId }) => sessionId ?? []));
  for (const sessionId of sessionIds) {
    const outcome = await judge(auth, { sessionId });
    for (const stream of [...streams].filter((open) => open.sessionId === sessionId)) {
      if (outcome.ok) tellTime(stream, timeLeftOf(outcome.session, auth.now()), outcome.session.idleEndsAt);
      else {
        streams.delete(stream);
        endStream(stream, outcome);
      }
    }
  }
}

/** Locked pages are emptied like those of a session that is over; they only lead elsewhere. */
function endStream({ response }: Stream, { reason }: SessionOutcome & { ok: false }): void {
  send(response, eventOf(isLocked(reason) ? 'locked' : 'ended'));
  response.end();
}

/** Only when somebody did something, or it is time for another word: a page that counts by itself knows the rest. */
function tellTime(stream: Stream, left: TimeLeft, idleEndsAt: Date): void {
  const told = `${idleEndsAt.getTime()} ${warningOf(left)?.step ?? ''}`;
  if (told === stream.told) return;
  stream.told = told;
  send(stream.response, eventOf('time', left));
}

async function judge({ db, policy, now }: AuthServices, which: WhichSession): Promise<SessionOutcome> {
  return findSession(db, { ...which, policy: await policy(), now: now() });
}

function eventOf(name: 'open' | 'time' | 'locked' | 'ended', content: object = {}): string {
  return `event: ${name}\ndata: ${JSON.stringify(content)}\n\n`;
}

/** A stream may have ended while something else was waited for. */
function send(response: Response, text: string): void {
  if (!response.writableEnded) response.write(text);
}
