import { CLOCK_SKEW_SECONDS } from '#auth/wire/protocol.ts';

/** Names of requests that were carried out, each kept until the request would be too old anyway. */
export type SeenRequests = {
  /** False when the name was claimed before. */
  claim: (request: { jti: string; exp: number }, now: Date) => boolean;
};

export function createSeenRequests(): SeenRequests {
  const forgetAt = new Map<string, number>();
  return {
    claim: ({ jti, exp }, now) => {
      const seconds = now.getTime() / 1000;
      for (const [name, at] of forgetAt) if (at < seconds) forgetAt.delete(name);
      if (forgetAt.has(jti)) return false;
      forgetAt.set(jti, exp + CLOCK_SKEW_SECONDS);
      return true;
    },
  };
}
