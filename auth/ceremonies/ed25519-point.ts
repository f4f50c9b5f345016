/**
 * Whether 32 bytes are a sound Ed25519 public key. OpenSSL takes any 32 bytes, and under a key of small order
 * one signature fits every message, so a key is looked at before it is stored.
 * @see RFC 8032 section 5.1.3 (decoding), section 5.1.7
 */

const P = 2n ** 255n - 19n;
/** The curve's d: -121665/121666 mod p. RFC 8032 section 5.1. */
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;
/** y of two of the four points of order 8; the other two have p - y. */
const ORDER_8_Y = 0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n;

/** y of every point whose order divides 8: orders 1, 2, 4 and 8. */
const SMALL_ORDER_Y: ReadonlySet<bigint> = new Set([1n, P - 1n, 0n, ORDER_8_Y, P - ORDER_8_Y]);

/** False for a second spelling of a point, for what is no point of the curve, and for points of small order. */
export function isSoundEd25519Key(bytes: Uint8Array): boolean {
  const y = littleEndian(bytes) & (2n ** 255n - 1n);
  if (y >= P) return false;
  if (SMALL_ORDER_Y.has(y)) return false;
  // x^2 = (y^2 - 1) / (d y^2 + 1); the quotient is a square exactly when the product is.
  const ySquared = (y * y) % P;
  return isSquare(((ySquared - 1n) * (D * ySquared + 1n)) % P);
}

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((number, byte) => number * 256n + BigInt(byte), 0n);
}

/** Euler's criterion. Public values only, so time does not matter. */
function isSquare(value: bigint): boolean {
  return power((value + P) % P, (P - 1n) / 2n) === 1n;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % P;
    square = (square * square) % P;
  }
  return result;
}
