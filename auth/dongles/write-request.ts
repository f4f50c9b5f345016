/** What the portal asks an agent, signed: one place that knows how a request names its ceremony, its page and its browser. */
import { createHash, randomBytes } from 'node:crypto';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { shortenAddress } from '../sessions/shorten-address.ts';
import { MESSAGES } from '../wire/messages.ts';
import type { AgentRequest, RequestFor, RequestPurpose } from '../wire/messages.ts';
import { messageTimes, signMessage } from '../wire/signed-message.ts';
import type { PortalKeys } from './portal-keys.ts';

const ID_BYTES = 16;
const CHECK_CODES = 10_000;
const CHECK_DIGITS = 4;

/** What belongs to one purpose alone; the rest is the same in each request. */
export type Particular<Purpose extends RequestPurpose> = Omit<RequestFor<Purpose>, keyof Common>;
type Common = Omit<RequestFor<'watch'>, 'purpose' | 'customer' | 'vendorId'>;

export type WriteRequest = {
  keys: PortalKeys;
  /** 32 random bytes in base64url: the ceremony's challenge, or what stands for it. */
  nonce: string;
  browserToken: string;
  trace: RequestTrace;
};

/** A request on its way to an agent, and what the page shows beside it. */
export type SignedRequest = { request: string; txn: string; checkCode: string };

/**
 * Signs a request that is good for a minute, for one page of this portal in one browser.
 * @returns the four digits too, which page and agent show; they tell two requests apart and protect nothing by themselves
 */
export async function writeRequest<Purpose extends RequestPurpose>(
  { relyingParty, now }: Pick<AuthServices, 'relyingParty' | 'now'>,
  { keys, nonce, browserToken, trace }: WriteRequest,
  particular: Particular<Purpose> & { purpose: Purpose },
): Promise<SignedRequest> {
  const origin = originOf(relyingParty);
  const [txn, checkCode] = [transactionOf(nonce), checkCodeOf(nonce)];
  const common: Common = {
    iss: origin,
    aud: 'key-agent',
    ...messageTimes(now()),
    jti: randomBytes(ID_BYTES).toString('base64url'),
    txn,
    nonce,
    origin,
    browserHash: createHash('sha256').update(browserToken).digest('base64url'),
    checkCode,
    askedFrom: placeOf(trace),
    keys: keys.set,
  };
  // Each purpose has exactly its own members, as `Particular` says; the compiler loses that in the spread.
  const claims = { ...common, ...particular } as unknown as AgentRequest;
  return { request: await signMessage(MESSAGES.request, claims, keys.signing), txn, checkCode };
}

/** The name of a ceremony with this nonce; an agent's heartbeats bear that of the sign-in. */
export function transactionOf(nonce: string): string {
  return createHash('sha256')
    .update(`brelok-txn\0${nonce}`)
    .digest()
    .subarray(0, ID_BYTES)
    .toString('base64url');
}

/** The one origin under which the portal speaks to agents. */
export function originOf({ origins }: AuthServices['relyingParty']): string {
  const [origin] = origins;
  if (origin === undefined) throw new Error('the portal has no origin');
  return origin;
}

function checkCodeOf(nonce: string): string {
  const number = createHash('sha256').update(`brelok-check\0${nonce}`).digest().readUInt32BE() % CHECK_CODES;
  return String(number).padStart(CHECK_DIGITS, '0');
}

/** Browser and network, as the list of sessions will show them. */
function placeOf({ browser, ip }: RequestTrace): string {
  return [browser, shortenAddress(ip)].filter((part) => part !== '').join(', ') || '-';
}
