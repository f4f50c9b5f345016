/**
 * Requisites that pass every check of form and belong to nobody: the region code 00 is not given to any part of
 * Russia, so no tax office, register or bank issues numbers that begin like these.
 */
const FICTIONAL_OFFICE = '0099';
export const FICTIONAL_BIC = '040099001';

/** ИНН of an organisation: ten digits, the last one a check. */
export function companyTaxId(serial: number): string {
  const body = FICTIONAL_OFFICE + serial.toString().padStart(5, '0');
  return body + checkDigit(body, [2, 4, 10, 3, 5, 9, 4, 6, 8]);
}

/** ИНН of a person in business: twelve digits, the last two checks. */
export function personTaxId(serial: number): string {
  const body = FICTIONAL_OFFICE + serial.toString().padStart(6, '0');
  const first = body + checkDigit(body, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]);
  return first + checkDigit(first, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]);
}

/** КПП: the office, why it is registered there (01 = its seat, 43 = a branch), and a serial. */
export function registrationReason(reason: '01' | '43', serial: number): string {
  return FICTIONAL_OFFICE + reason + serial.toString().padStart(3, '0');
}

/** A settlement account in roubles at the fictional bank; the ninth digit is the check that banks compute. */
export function settlementAccount(serial: number, owner: 'company' | 'person'): string {
  const prefix = owner === 'company' ? '40702810' : '40802810';
  return withAccountKey(FICTIONAL_BIC.slice(-3), prefix, serial.toString().padStart(11, '0'));
}

/** The fictional bank's own account at the fictional central bank. */
export function correspondentAccount(): string {
  return withAccountKey(`0${FICTIONAL_BIC.slice(4, 6)}`, '30101810', '00000000001');
}

function checkDigit(digits: string, weights: readonly number[]): string {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return ((sum % 11) % 10).toString();
}

/** Bank of Russia, rule 515 of 1997: weights 7, 1, 3 over the bank's digits and the account end in zero. */
function withAccountKey(bankDigits: string, prefix: string, suffix: string): string {
  const sumWith = (key: number): number =>
    `${bankDigits}${prefix}${key}${suffix}`
      .split('')
      .reduce((sum, digit, index) => sum + Number(digit) * ([7, 1, 3][index % 3] ?? 0), 0);
  const key = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].find((candidate) => sumWith(candidate) % 10 === 0) ?? 0;
  return `${prefix}${key}${suffix}`;
}
