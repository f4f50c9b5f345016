import QRCode from 'qrcode';
import type { PrintedInvitation } from '#auth/invitations/create-invitation.ts';
import type { PrintedLink } from './printed-link.tsx';

/** Light modules around the picture, without which readers don't find it (ISO/IEC 18004, section 9.1). */
const QUIET_MODULES = 4;

/** What is printed of an invitation: its address with the secret in the fragment, the code, and the address as a picture. */
export function toPrintedLink(
  origin: string,
  { token, claimCode, expiresAt }: PrintedInvitation,
): PrintedLink {
  const url = `${origin}/enrol#${token}`;
  const { modules } = QRCode.create(url, { errorCorrectionLevel: 'M' });
  const squares: string[] = [];
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column)) squares.push(`M${column + QUIET_MODULES} ${row + QUIET_MODULES}h1v1h-1z`);
    }
  }
  return { url, claimCode, expiresAt, qrPath: squares.join(''), qrSize: modules.size + 2 * QUIET_MODULES };
}
