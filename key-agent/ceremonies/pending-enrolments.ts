import type { PrivateJwk } from '#auth/wire/jwk.ts';
import type { PortalKeySet } from '#auth/wire/messages.ts';

/** An enrolment between its first message and the comparison of the digits. It lives in memory only. */
export type PendingEnrolment = {
  origin: string;
  name: string;
  keys: PortalKeySet;
  agentKey: PrivateJwk;
  enrolNonce: string;
  begunAt: Date;
};

export type PendingEnrolments = {
  put: (pending: PendingEnrolment) => void;
  find: (origin: string, now: Date) => PendingEnrolment | null;
  end: (origin: string) => void;
};

const LIFETIME_MS = 10 * 60_000;

/** One for each portal; a new one takes the place of the one before. */
export function createPendingEnrolments(): PendingEnrolments {
  const byOrigin = new Map<string, PendingEnrolment>();
  return {
    put: (pending) => void byOrigin.set(pending.origin, pending),
    end: (origin) => void byOrigin.delete(origin),
    find: (origin, now) => {
      const pending = byOrigin.get(origin);
      if (pending === undefined || now.getTime() - pending.begunAt.getTime() > LIFETIME_MS) return null;
      return pending;
    },
  };
}
