import { peppersOf } from '#auth/tokens/peppers.ts';
import { expect, test } from 'vitest';
import { hashStopCode, mintStopCode, parseStopCode } from '#auth/keys/stop-code.ts';

test('REC-02 a stop code is twelve characters in three groups, without letters that look like digits', () => {
  for (let round = 0; round < 200; round += 1) {
    expect(mintStopCode()).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/);
  }
});

test('REC-02 it is read as people type it', () => {
  const code = '01AB-CDEF-GHJK';
  for (const typed of ['01ab cdef ghjk', 'OIABCDEFGHJK', ' 0lab–cdef—ghjk ', code]) {
    expect(parseStopCode(typed)).toBe(code);
  }
  for (const typed of ['', '01AB-CDEF-GHJ', `${code}0`, '01AB-CDEF-GHJU']) {
    expect(parseStopCode(typed)).toBeNull();
  }
});

test('REC-02 what is stored of it is worth nothing without the pepper', () => {
  const [one, other] = [
    peppersOf([new Uint8Array(32).fill(1)]).current,
    peppersOf([new Uint8Array(32).fill(2)]).current,
  ];
  const code = mintStopCode();
  expect(hashStopCode(one, code)).toBe(hashStopCode(one, code));
  expect(hashStopCode(one, code)).not.toBe(hashStopCode(other, code));
});
