import type { Db } from '#prisma/client.ts';
import type { Audit } from './audit/audit.ts';
import type { RelyingParty } from './ceremonies/relying-party.ts';
import type { Limiter } from './limits/limiter.ts';
import type { PinLimits } from './pins/pin-limits.ts';
import type { Policy } from './policy/policy.ts';
import type { Envelope } from './tokens/envelope.ts';
import type { Peppers } from './tokens/peppers.ts';
import type { SealingKeys } from './tokens/sealed-box.ts';

/** What the ceremonies need of the running program; made once at its start. */
export type AuthServices = {
  db: Db;
  audit: Audit;
  relyingParty: RelyingParty;
  sealingKeys: SealingKeys;
  peppers: Peppers;
  /** Closes what must be read again: secrets of dongles, the portal's keys towards agents. */
  envelope: Envelope;
  /** How much of what may be done; counted in memory. */
  limits: Limiter;
  pinLimits: PinLimits;
  policy: () => Promise<Policy>;
  now: () => Date;
};

/** Where a request came from, as far as the audit log and the list of sessions tell. */
export type RequestTrace = {
  ip: string;
  /** SHA-256 of the User-Agent header, in hex. */
  userAgentHash: string;
  /** Browser and system in a few words, for the list of sessions. */
  browser: string;
};
