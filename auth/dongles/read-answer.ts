/**
 * Every answer of an agent comes through here, in the order of section 3.2: what may only be sealed is opened, the header is
 * judged before a key is chosen, the key comes from our own table by its name, then signature, times and audience, and last
 * whether it answers this request of this browser.
 */
import { PublicJwk, importVerifyingKey } from '../wire/jwk.ts';
import type { EnrolmentAnswer, MessageKind } from '../wire/messages.ts';
import { openMessage } from '../wire/sealed-message.ts';
import { readKeyName, verifyMessage } from '../wire/signed-message.ts';
import type { MessageFault } from '../wire/signed-message.ts';
import type { AuthServices } from '../auth-services.ts';
import { findPortalKeys } from './portal-keys.ts';
import { originOf, transactionOf } from './write-request.ts';

/** What every answer says of the request that it answers. */
export type OfEveryAnswer = Omit<EnrolmentAnswer, 'jwk'>;

/** An agent that was enrolled and is not revoked. */
export type KnownAgent = {
  id: string;
  kid: string;
  accountId: string;
  holderId: string;
  /** Where its own key lies, as it said when it was enrolled. */
  protection: string;
};

export type AnswerRefusal =
  | `answer_${MessageFault}`
  /** It was not closed for this portal, or not closed at all where it must be. */
  | 'answer_not_sealed'
  | 'answer_of_other_request'
  | 'agent_revoked';

export type AnswerOutcome<Claims> =
  { ok: true; claims: Claims; agent: KnownAgent; isSealed: boolean } | { ok: false; reason: AnswerRefusal };

/** @param nonce of the request that it must answer, in base64url */
export async function readAnswer<Claims extends OfEveryAnswer>(
  services: AuthServices,
  { message, kind, nonce }: { message: string; kind: MessageKind<Claims>; nonce: string },
): Promise<AnswerOutcome<Claims>> {
  const isSealed = message.split('.').length === SEALED_PARTS;
  const signed = isSealed ? await openMessage(message, (await findPortalKeys(services)).opening) : message;
  if (signed === null) return { ok: false, reason: 'answer_not_sealed' };
  const verified = await verifyOfAgent(services, { message: signed, kind });
  if (!verified.ok) return verified;
  const { claims, agent } = verified;
  if (!answers(services, claims, nonce)) return { ok: false, reason: 'answer_of_other_request' };
  return { ok: true, claims, agent, isSealed };
}

type VerifiedOutcome<Claims> =
  { ok: true; claims: Claims; agent: KnownAgent } | { ok: false; reason: AnswerRefusal };

/** Verifies a message under the key of an enrolled agent. Of a revoked one nothing is taken, however well it is signed. */
export async function verifyOfAgent<Claims>(
  { db, relyingParty, now }: AuthServices,
  { message, kind }: { message: string; kind: MessageKind<Claims> },
): Promise<VerifiedOutcome<Claims>> {
  const named = readKeyName(message, kind);
  if (!named.ok) return { ok: false, reason: `answer_${named.fault}` };
  const row = await db.agent.findUnique({
    where: { kid: named.kid },
    select: {
      id: true,
      kid: true,
      accountId: true,
      holderId: true,
      protection: true,
      publicJwk: true,
      revokedAt: true,
    },
  });
  const key = row === null ? null : await importVerifyingKey(PublicJwk.parse(JSON.parse(row.publicJwk)));
  if (row === null || key === null) return { ok: false, reason: 'answer_key_unknown' };
  const audience = originOf(relyingParty);
  const outcome = await verifyMessage(message, { kind, keys: [key], audience, now: now() });
  if (!outcome.ok) return { ok: false, reason: `answer_${outcome.fault}` };
  if (row.revokedAt !== null) return { ok: false, reason: 'agent_revoked' };
  const { id, kid, accountId, holderId, protection } = row;
  return { ok: true, claims: outcome.claims, agent: { id, kid, accountId, holderId, protection } };
}

/** Whether it answers this request, which the agent saw coming from our own page. */
export function answers(
  { relyingParty }: Pick<AuthServices, 'relyingParty'>,
  claims: OfEveryAnswer,
  nonce: string,
): boolean {
  return (
    claims.nonce === nonce && claims.txn === transactionOf(nonce) && claims.origin === originOf(relyingParty)
  );
}

/** Of a compact JWE; a signed message has three. */
const SEALED_PARTS = 5;
