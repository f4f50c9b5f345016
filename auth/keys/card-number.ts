const CARD_NUMBER = /^\d{8,19}$/;
const GROUP_DIGITS = 4;
const LABEL_DIGITS = 4;

/**
 * A card number as it was typed or scanned: digits, whatever stands between them.
 * @returns the digits; null when it can't be a card number, or a digit of it is wrong
 */
export function parseCardNumber(text: string): string | null {
  const digits = text.normalize('NFKC').replaceAll(/[\s\-–—]/g, '');
  return CARD_NUMBER.test(digits) && checkDigitOf(digits.slice(0, -1)) === digits.slice(-1) ? digits : null;
}

/** As it is printed: in groups of four. */
export function formatCardNumber(digits: string): string {
  return digits.replaceAll(new RegExp(`\\d{${GROUP_DIGITS}}(?=\\d)`, 'g'), '$& ');
}

/** What a key is called until somebody gives it a better name. */
export function labelOfCard(digits: string): string {
  return digits.slice(-LABEL_DIGITS);
}

/** Luhn's check digit: it finds every wrong digit and nearly every pair that changed places. @see ISO/IEC 7812-1, annex B */
export function checkDigitOf(digits: string): string {
  const sum = Array.from(digits)
    .toReversed()
    .map((digit, place) => (place % 2 === 0 ? 2 : 1) * Number(digit))
    .reduce((total, product) => total + (product > 9 ? product - 9 : product), 0);
  return String((10 - (sum % 10)) % 10);
}
