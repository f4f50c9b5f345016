/** A picture that browsers show and that can't carry a script: known by its first bytes, not by its name. */

export const LARGEST_LOGO_BYTES = 256 * 1024;

export type LogoMediaType = 'image/png' | 'image/jpeg' | 'image/webp';
export type LogoOutcome =
  | { ok: true; mediaType: LogoMediaType }
  | { ok: false; reason: 'too_large' }
  /** Also SVG, which is a document with scripts. */
  | { ok: false; reason: 'not_an_image' };

/** @see PNG 3rd edition section 5.2; ITU-T T.81 annex B.1.1 (SOI and the next marker); RFC 9649 section 2.4 (WebP) */
const SIGNATURES: readonly { mediaType: LogoMediaType; parts: readonly [offset: number, hex: string][] }[] = [
  { mediaType: 'image/png', parts: [[0, '89504e470d0a1a0a']] },
  { mediaType: 'image/jpeg', parts: [[0, 'ffd8ff']] },
  {
    mediaType: 'image/webp',
    parts: [
      [0, '52494646'],
      [8, '57454250'],
    ],
  },
];

/** Says which picture the bytes are. */
export function recogniseLogo(bytes: Uint8Array): LogoOutcome {
  if (bytes.byteLength > LARGEST_LOGO_BYTES) return { ok: false, reason: 'too_large' };
  const known = SIGNATURES.find(({ parts }) => parts.every(([offset, hex]) => hasAt(bytes, offset, hex)));
  return known === undefined
    ? { ok: false, reason: 'not_an_image' }
    : { ok: true, mediaType: known.mediaType };
}

function hasAt(bytes: Uint8Array, offset: number, hex: string): boolean {
  const part = bytes.subarray(offset, offset + hex.length / 2);
  return Array.from(part, (byte) => byte.toString(16).padStart(2, '0')).join('') === hex;
}
