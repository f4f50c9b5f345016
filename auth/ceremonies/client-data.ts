/**
 * Client data: what the browser says it was asked for, by whom, and from where.
 * @see WebAuthn L3 #dictdef-collectedclientdata, #sctn-registering-a-new-credential, #sctn-verifying-assertion
 */
import { z } from 'zod';
import { toBase64Url } from './base64url.ts';
import type { ClientDataPolicy, ExpectedCeremony } from './verification-policy.ts';

export type ClientDataRefusal =
  | 'client_data_malformed'
  | 'ceremony_type_wrong'
  | 'challenge_mismatch'
  | 'origin_not_allowed'
  | 'cross_origin_refused'
  | 'top_origin_refused';

export type CeremonyType = 'webauthn.create' | 'webauthn.get';

/** Further members are allowed by the standard and are not looked at. */
const ClientData = z.object({
  type: z.string(),
  challenge: z.string(),
  origin: z.string(),
  crossOrigin: z.boolean().optional(),
  topOrigin: z.string().optional(),
});
type ClientData = z.infer<typeof ClientData>;

/** WebAuthn L3 #sctn-cryptographic-challenges: at least 16 bytes. Guards against a challenge that was never minted. */
const MINIMUM_CHALLENGE_BYTES = 16;

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Checks the client data of one ceremony.
 * @param type what this ceremony's client data must call itself; the other ceremony's answer is refused.
 * @returns null when all is as expected, otherwise why not.
 */
export function refuseClientData(
  clientDataJSON: Uint8Array,
  type: CeremonyType,
  expected: ExpectedCeremony,
  policy: ClientDataPolicy,
): ClientDataRefusal | null {
  const clientData = parseClientData(clientDataJSON);
  if (!clientData) return 'client_data_malformed';
  if (clientData.type !== type) return 'ceremony_type_wrong';
  if (expected.challenge.byteLength < MINIMUM_CHALLENGE_BYTES) return 'challenge_mismatch';
  if (clientData.challenge !== toBase64Url(expected.challenge)) return 'challenge_mismatch';
  if (!expected.origins.includes(clientData.origin)) return 'origin_not_allowed';
  return refuseFraming(clientData, policy);
}

/** A page inside somebody else's frame. @see WebAuthn L3 #dom-collectedclientdata-crossorigin, -toporigin */
function refuseFraming(
  { crossOrigin, topOrigin }: ClientData,
  policy: ClientDataPolicy,
): ClientDataRefusal | null {
  if (crossOrigin && policy.crossOrigin === 'refused') return 'cross_origin_refused';
  if (topOrigin === undefined) return null;
  if (!crossOrigin) return 'top_origin_refused';
  return policy.topOrigins.includes(topOrigin) ? null : 'top_origin_refused';
}

function parseClientData(bytes: Uint8Array): ClientData | null {
  return ClientData.safeParse(parseJson(bytes)).data ?? null;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    const text = UTF8.decode(bytes);
    const value: unknown = JSON.parse(text);
    return hasDoubledMember(text) ? null : value;
  } catch {
    return null;
  }
}

/** A string, a member's name with its colon, or where an object begins or ends. */
const JSON_TOKEN = /"(?:[^"\\]|\\.)*"(?<colon>\s*:)?|[{}]/g;

/** Two readers may take two different members of one name for the one that counts; no browser writes that. */
function hasDoubledMember(json: string): boolean {
  const seen = new Set<unknown>();
  let depth = 0;
  for (const { 0: token, groups } of json.matchAll(JSON_TOKEN)) {
    if (token === '{') depth += 1;
    if (token === '}') depth -= 1;
    if (depth !== 1 || groups?.['colon'] === undefined) continue;
    const name: unknown = JSON.parse(token.slice(0, -groups['colon'].length));
    if (seen.has(name)) return true;
    seen.add(name);
  }
  return false;
}
