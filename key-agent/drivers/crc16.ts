/** CRC-16 with the reflected polynomial 0x8408, begun with 0xFFFF: ISO 13239 before its final complement. */
const POLYNOMIAL = 0x8408;
const START = 0xffff;

/** What comes out over data followed by its complemented CRC, as a YubiKey sends it. @see Yubico ykdef.h YK_CRC_OK_RESIDUAL */
export const CRC16_RESIDUE = 0xf0b8;

export function crc16(bytes: Uint8Array): number {
  let crc = START;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) {
      const isLowBitSet = (crc & 1) === 1;
      crc >>= 1;
      if (isLowBitSet) crc ^= POLYNOMIAL;
    }
  }
  return crc;
}
