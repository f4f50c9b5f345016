/**
 * Every message between portal and key-agent: its `typ`, so that none can be passed off as another, and its claims.
 * All objects are strict; a member that isn't listed here makes the message malformed.
 */
import { z } from 'zod';
import { parseBase64Url } from '../ceremonies/base64url.ts';
import { P256PublicJwk, PublicJwk } from './jwk.ts';

const NONCE_BYTES = 32;
const SHORTEST_ID_BYTES = 16;

/** Names one ceremony from the page's question to the session; also what a heartbeat refers to. */
export const TransactionId = z.string().max(64).refine(isLongId);
const UniqueId = z.string().max(64).refine(isLongId);
const Nonce = z.string().refine((text) => parseBase64Url(text)?.byteLength === NONCE_BYTES);
const Sha256 = z.string().refine((text) => parseBase64Url(text)?.byteLength === 32);
const Thumbprint = Sha256;
const Serial = z.string().regex(/^[0-9A-Za-z-]{1,64}$/);
const Seconds = z.int().nonnegative();
const UsbId = z.int().min(0).max(0xffff);
/** Shown to a person by the agent: no line breaks, no direction marks, nothing that a terminal obeys. */
const ShownText = z
  .string()
  .max(120)
  .regex(/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]+$/u);

/** An exact origin in the form that a browser sends. */
export const Origin = z.string().max(300).refine(isOrigin);

/** What an agent pins of a portal. A set with a higher version takes the place of the one before: pinned-keys.ts */
export const PortalKeySet = z.strictObject({
  version: z.int().min(1),
  signing: z.array(PublicJwk).min(1).max(4),
  encryption: P256PublicJwk,
});
export type PortalKeySet = z.infer<typeof PortalKeySet>;

/** Where an agent's private key lies. `file` is the only one there is yet (AGT-10). */
const Protection = z.enum(['file']);

const TimeAndId = { iat: Seconds, exp: Seconds, jti: UniqueId };

const ofEveryRequest = {
  iss: Origin,
  aud: z.literal('key-agent'),
  ...TimeAndId,
  txn: TransactionId,
  nonce: Nonce,
  /** Of the page that will post it; the agent compares it with the Origin header. */
  origin: Origin,
  /** SHA-256 of the pre-session cookie: an answer that comes from another browser is worth nothing. */
  browserHash: Sha256,
  /** Shown by the page and by the agent. */
  checkCode: z.string().regex(/^\d{4}$/),
  /** Who asks, from where: shown by the agent before anybody allows anything. */
  customer: ShownText.optional(),
  askedFrom: ShownText.optional(),
  /** All keys of the portal, so that an agent learns of new ones while an old one still signs. */
  keys: PortalKeySet,
};

/** Which dongle is asked for, where the portal knows. */
const ofDongle = { serial: Serial.optional(), slot: z.union([z.literal(1), z.literal(2)]).optional() };

/** Portal to agent, by way of the page. The agent reads nothing from a dongle without one (AGT-05). */
export const AgentRequest = z.discriminatedUnion('purpose', [
  z.strictObject({ ...ofEveryRequest, purpose: z.literal('enrol'), portalName: ShownText }),
  z.strictObject({
    ...ofEveryRequest,
    purpose: z.literal('compare'),
    enrolNonce: Nonce,
    agentKid: Thumbprint,
  }),
  z.strictObject({ ...ofEveryRequest, purpose: z.literal('prove'), ...ofDongle }),
  z.strictObject({ ...ofEveryRequest, purpose: z.literal('register'), ...ofDongle }),
  z.strictObject({
    ...ofEveryRequest,
    purpose: z.literal('watch'),
    /** USB vendor of the key that signed in, where the portal knows it; only such keys are watched. */
    vendorId: UsbId.optional(),
  }),
]);
export type AgentRequest = z.infer<typeof AgentRequest>;
export type RequestPurpose = AgentRequest['purpose'];
export type RequestFor<Purpose extends RequestPurpose> = Extract<AgentRequest, { purpose: Purpose }>;

const ofEveryAnswer = {
  iss: Thumbprint,
  aud: Origin,
  ...TimeAndId,
  txn: TransactionId,
  nonce: Nonce,
  /** The Origin header that the agent saw. */
  origin: Origin,
  protection: Protection,
  /** Whether the agent knows that the asking program runs under its own user (AGT-07). */
  isPeerChecked: z.boolean(),
  agentVersion: z.string().max(32),
};

/** Agent to portal: a new agent's key. Signed by that key, which proves that the agent has it. */
export const EnrolmentAnswer = z.strictObject({ ...ofEveryAnswer, jwk: PublicJwk });
export type EnrolmentAnswer = z.infer<typeof EnrolmentAnswer>;

/** Agent to portal: its holder has seen the eight digits and says that they are the portal's. */
export const ComparisonAnswer = z.strictObject({ ...ofEveryAnswer, keysDigest: Sha256 });
export type ComparisonAnswer = z.infer<typeof ComparisonAnswer>;

/** How a dongle shows what it is. `hmac-*` answer a challenge; a static code only ever says the same. */
export const PROOF_KINDS = ['hmac-sha1', 'hmac-sha256', 'static-code'] as const;
export type ProofKind = (typeof PROOF_KINDS)[number];

const ofFob = {
  kind: z.enum(PROOF_KINDS),
  vendorId: UsbId,
  productId: UsbId,
  serial: Serial,
  slot: z.union([z.literal(1), z.literal(2)]).optional(),
};

/** Agent to portal: what the dongle answered. Of a static code always inside an encrypted message. */
export const FobProof = z.strictObject({
  ...ofEveryAnswer,
  fob: z.strictObject({ ...ofFob, proof: z.string().max(64).refine(isBase64Url) }),
  isTouched: z.boolean(),
  isConfirmed: z.boolean(),
});
export type FobProof = z.infer<typeof FobProof>;

/** Agent to portal, always encrypted: a dongle that shall be registered, and of a static code what it is checked with. */
export const FobRegistration = z.strictObject({
  ...ofEveryAnswer,
  fob: z.strictObject({
    ...ofFob,
    model: ShownText,
    firmware: z.string().max(16),
    needsTouch: z.boolean(),
    staticKey: Nonce.optional(),
  }),
});
export type FobRegistration = z.infer<typeof FobRegistration>;

/** Agent to portal: it watches the plugged-in FIDO keys for this sign-in. It never opens them. */
export const WatchAnswer = z.strictObject({ ...ofEveryAnswer, pluggedKeys: z.int().min(1).max(64) });
export type WatchAnswer = z.infer<typeof WatchAnswer>;

/** Agent straight to the portal, every few seconds and at once when the key is pulled (SES-07). */
export const Heartbeat = z.strictObject({
  iss: Thumbprint,
  aud: Origin,
  ...TimeAndId,
  txn: TransactionId,
  sequence: z.int().min(0),
  isPluggedIn: z.boolean(),
});
export type Heartbeat = z.infer<typeof Heartbeat>;

/** What the portal says to a heartbeat. */
export const HeartbeatReply = z.strictObject({ watch: z.enum(['continue', 'stop']) });

/** A kind of message: the header's `typ` and the claims that go with it. */
export type MessageKind<Claims> = { typ: string; claims: z.ZodType<Claims> };

export const MESSAGES = {
  request: { typ: 'agent-request+jwt', claims: AgentRequest },
  enrolment: { typ: 'agent-enrolment+jwt', claims: EnrolmentAnswer },
  comparison: { typ: 'agent-comparison+jwt', claims: ComparisonAnswer },
  proof: { typ: 'fob-proof+jwt', claims: FobProof },
  registration: { typ: 'fob-registration+jwt', claims: FobRegistration },
  watch: { typ: 'agent-watch+jwt', claims: WatchAnswer },
  heartbeat: { typ: 'agent-heartbeat+jwt', claims: Heartbeat },
} as const satisfies Record<string, MessageKind<unknown>>;

function isBase64Url(text: string): boolean {
  return text !== '' && parseBase64Url(text) !== null;
}

function isLongId(text: string): boolean {
  return (parseBase64Url(text)?.byteLength ?? 0) >= SHORTEST_ID_BYTES;
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, origin } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && origin === text;
}
