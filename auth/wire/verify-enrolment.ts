import { decodeJwt, decodeProtectedHeader, errors } from 'jose';
import { importVerifyingKey } from './jwk.ts';
import { EnrolmentAnswer, MESSAGES } from './messages.ts';
import { verifyMessage } from './signed-message.ts';
import type { MessageOutcome } from './signed-message.ts';

/**
 * Reads the first message of a new agent, the only one that brings its own key along. The signature proves that the agent
 * has the private half; whose agent it is, the comparison of the eight digits and an approval have still to say.
 */
export async function verifyEnrolment(
  message: string,
  { audience, now }: { audience: string; now: Date },
): Promise<MessageOutcome<EnrolmentAnswer>> {
  const jwk = readOfferedKey(message);
  const key = jwk === null ? null : await importVerifyingKey(jwk);
  if (key === null) return { ok: false, fault: 'malformed' };
  return verifyMessage(message, { kind: MESSAGES.enrolment, keys: [key], audience, now });
}

function readOfferedKey(message: string): EnrolmentAnswer['jwk'] | null {
  try {
    if (decodeProtectedHeader(message).typ !== MESSAGES.enrolment.typ) return null;
    const claims = EnrolmentAnswer.safeParse(decodeJwt(message));
    return claims.success ? claims.data.jwk : null;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
    throw error;
  }
}
