import { expect, test } from 'vitest';
import { mintClaimCode, parseClaimCode } from '#auth/invitations/invitation.ts';

test('a claim code is eight letters and digits that can be read aloud without a mistake', () => {
  for (let times = 0; times < 50; times += 1) {
    const code = mintClaimCode();
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(parseClaimCode(code)).toBe(code);
  }
  expect(new Set(Array.from({ length: 50 }, mintClaimCode)).size).toBe(50);
});

test('a claim code is known however it is typed', () => {
  for (const typed of ['7k2m9qxd', '7K2M 9QXD', ' 7k2m–9qxd ', '７Ｋ２Ｍ-９ＱＸＤ']) {
    expect(parseClaimCode(typed)).toBe('7K2M-9QXD');
  }
  expect(parseClaimCode('OIL0-1ABC')).toBe('0110-1ABC');
});

test('what can’t be a claim code is none', () => {
  for (const typed of ['', '7K2M', '7K2M-9QXD-1', '7K2M-9QU!', 'абвгдежз']) {
    expect(parseClaimCode(typed)).toBeNull();
  }
});
