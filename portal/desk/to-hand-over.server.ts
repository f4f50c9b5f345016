import type { CreatedInvitation } from '#auth/invitations/create-invitation.ts';
import type { HandOverFacts } from '../keys/hand-over.tsx';
import { qrPathOf } from '../keys/qr-path.ts';

type Whose = Pick<HandOverFacts, 'holderName' | 'accountName' | 'label' | 'serial'>;

/** A fresh invitation as the page shows it. The token stands behind `#`, where browsers keep it to themselves. */
export function toHandOver(
  { token, claimCode, expiresAt }: CreatedInvitation,
  whose: Whose,
  origin: string,
): HandOverFacts {
  const url = `${origin}/enrol#${token}`;
  return { ...whose, url, qr: qrPathOf(url), claimCode, expiresAt };
}
