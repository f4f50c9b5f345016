import { formatCardNumber } from '#auth/keys/card-number.ts';

/** A card number in its groups, on one line. */
export function CardNumber({ digits }: { digits: string }) {
  return <span className="nowrap">{formatCardNumber(digits)}</span>;
}
