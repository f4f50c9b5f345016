import { expect, test } from 'vitest';
import {
  companyTaxId,
  correspondentAccount,
  FICTIONAL_BIC,
  personTaxId,
  registrationReason,
  settlementAccount,
} from '#portal/demo/requisites.ts';

/** The checks as the buyer's accounting program makes them. */
function isTaxId(taxId: string): boolean {
  const weights = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
  const isRight = (length: number): boolean => {
    const used = weights.slice(-length);
    const sum = used.reduce((total, weight, index) => total + weight * Number(taxId[index]), 0);
    return (sum % 11) % 10 === Number(taxId[length]);
  };
  return taxId.length === 10 ? isRight(9) : taxId.length === 12 && isRight(10) && isRight(11);
}

function isAccount(account: string, bankDigits: string): boolean {
  const digits = (bankDigits + account).split('').map(Number);
  return digits.reduce((sum, digit, index) => sum + digit * ([7, 1, 3][index % 3] ?? 0), 0) % 10 === 0;
}

test('the check itself knows a right number from a wrong one', () => {
  expect(isTaxId('7707083893')).toBe(true); // published by its owner, a large bank
  expect(isTaxId('7707083894')).toBe(false);
});

test('tax numbers pass every check of form and belong to a region that does not exist', () => {
  for (let serial = 1; serial < 300; serial += 1) {
    expect(companyTaxId(serial)).toMatch(/^00\d{8}$/u);
    expect(isTaxId(companyTaxId(serial))).toBe(true);
    expect(personTaxId(serial)).toMatch(/^00\d{10}$/u);
    expect(isTaxId(personTaxId(serial))).toBe(true);
  }
  expect(registrationReason('43', 2)).toBe('009943002');
});

test('bank accounts carry the key that belongs to their bank', () => {
  for (let serial = 1; serial < 300; serial += 1) {
    expect(isAccount(settlementAccount(serial, 'company'), FICTIONAL_BIC.slice(-3))).toBe(true);
    expect(isAccount(settlementAccount(serial, 'person'), FICTIONAL_BIC.slice(-3))).toBe(true);
  }
  expect(isAccount(correspondentAccount(), `0${FICTIONAL_BIC.slice(4, 6)}`)).toBe(true);
});
