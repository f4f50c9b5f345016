import type { CreatedInvitation } from '#auth/invitations/create-invitation.ts';
import type { KeyDetails } from '#auth/keys/find-key.ts';
import { enrolUrl } from '../keys/enrol-url.ts';
import type { HandOverFacts } from '../keys/hand-over.tsx';
import { qrPathOf } from '../keys/qr-path.ts';

/** A fresh invitation as the page shows it, this once. */
export function toHandOver(
  { token, claimCode, expiresAt }: CreatedInvitation,
  { keyId, label, serial, cardNumber, holder, account }: KeyDetails,
  origin: string,
): HandOverFacts {
  const url = enrolUrl(origin, token);
  const whose = { holderName: holder.name, accountName: account.name };
  return { keyId, ...whose, label, serial, cardNumber, url, qr: qrPathOf(url), token, claimCode, expiresAt };
}
