import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeCbor, decodeCborPrefix } from '#auth/ceremonies/cbor.ts';
import { encodeCbor, type CborInput } from '#test/support/cbor-writer.ts';

const decodeHex = (hex: string) => decodeCbor(Buffer.from(hex, 'hex'));

/** Any value that an authenticator may write, at most four levels deep. */
const { value: anyValue } = fc.letrec<{ value: CborInput }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.integer({ min: -0x1_0000_0001, max: Number.MAX_SAFE_INTEGER - 1 }),
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => new Uint8Array(bytes)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .uniqueArray(fc.tuple(fc.oneof(fc.integer(), fc.string()), tie('value')), {
        selector: ([key]) => key,
        maxLength: 4,
      })
      .map((entries) => new Map(entries)),
  ),
}));

describe('REG-18 the decoder reads what canonical CBOR says', () => {
  test('every value comes back as it was written', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const bytes = encodeCbor(value);
        expect(decodeCbor(bytes)).toEqual({ ok: true, value, byteLength: bytes.byteLength });
      }),
    );
  });

  test('any bytes either are refused or are the only spelling of what was read', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const item = decodeCborPrefix(bytes);
        if (item.ok) expect([...encodeCbor(item.value)]).toEqual([...bytes.subarray(0, item.byteLength)]);
      }),
      { numRuns: 5000 },
    );
  });

  test('every shortened form of a value is refused', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const bytes = encodeCbor(value);
        for (let length = 0; length < Math.min(bytes.byteLength, 64); length += 1)
          expect(decodeCbor(bytes.subarray(0, length))).toMatchObject({ ok: false, fault: 'truncated' });
      }),
    );
  });

  test('bytes are copied, so that a later change of the message changes nothing', () => {
    const message = Buffer.from('4101', 'hex');
    const item = decodeCbor(message);
    message[1] = 9;
    expect(item).toMatchObject({ value: Uint8Array.of(1) });
  });
});

describe('REG-18 the decoder refuses', () => {
  test.each([
    ['nothing at all', '', 'truncated'],
    ['a number in two bytes that fits one', '1817', 'not_shortest_form'],
    ['a number in three bytes that fits two', '1900ff', 'not_shortest_form'],
    ['a number in five bytes that fits three', '1a0000ffff', 'not_shortest_form'],
    ['a number in nine bytes that fits five', '1b00000000ffffffff', 'not_shortest_form'],
    ['a length in two bytes that fits one', '580100', 'not_shortest_form'],
    ['a number beyond what is exact', '1b001fffffffffffff', 'number_too_large'],
    ['a negative number beyond what is exact', '3b001fffffffffffff', 'number_too_large'],
    ['bytes of indefinite length', '5f4101ff', 'type_not_allowed'],
    ['text of indefinite length', '7f6161ff', 'type_not_allowed'],
    ['a list of indefinite length', '9fff', 'type_not_allowed'],
    ['a map of indefinite length', 'bfff', 'type_not_allowed'],
    ['a reserved length', '1c', 'type_not_allowed'],
    ['a tag', 'c000', 'type_not_allowed'],
    ['a half float', 'f90000', 'type_not_allowed'],
    ['a double', 'fb0000000000000000', 'type_not_allowed'],
    ['undefined', 'f7', 'type_not_allowed'],
    ['a simple value in two bytes', 'f814', 'type_not_allowed'],
    ['a bytes key', 'a1410000', 'type_not_allowed'],
    ['a boolean key', 'a1f500', 'type_not_allowed'],
    ['a key twice', 'a201000100', 'map_keys_not_ascending'],
    ['keys out of order', 'a202000100', 'map_keys_not_ascending'],
    ['a longer key before a shorter one', 'a262616100616200', 'map_keys_not_ascending'],
    ['a text key before a number', 'a26161000100', 'map_keys_not_ascending'],
    ['a negative key before a positive one', 'a220000100', 'map_keys_not_ascending'],
    ['text that is not UTF-8', '61ff', 'text_not_utf8'],
    ['five nested lists', '818181818100', 'nested_too_deep'],
    ['five nested maps', 'a100a100a100a100a10000', 'nested_too_deep'],
    ['a list that promises more than it holds', '8200', 'truncated'],
    ['a list that promises four thousand million', '9affffffff', 'truncated'],
    ['bytes that promise more than they hold', '5affffffff00', 'truncated'],
    ['a byte too many', '0000', 'trailing_bytes'],
  ])('%s', (_what, hex, fault) => {
    expect(decodeHex(hex)).toMatchObject({ ok: false, fault });
  });

  test('a text mark at the beginning is part of the text', () => {
    expect(decodeHex('64efbbbf61')).toMatchObject({ value: '\uFEFFa' });
  });

  test.each([['four nested lists', '8181818100']])('but not %s', (_what, hex) => {
    expect(decodeHex(hex).ok).toBe(true);
  });
});
