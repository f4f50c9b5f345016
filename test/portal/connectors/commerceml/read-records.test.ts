import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CommerceMlFault } from '#portal/connectors/commerceml/commerceml-fault.ts';
import type { CommerceMlPart } from '#portal/connectors/commerceml/read-records.ts';
import { SAMPLES, faultOf, partsOf, sampleBytes, sampleText, utf8, windows1251 } from './commerceml-files.ts';

const UTF8_BOM = Buffer.from([0xef, 0xbb, 0xbf]);
const NAMESPACE = ' xmlns="urn:1C.ru:commerceml_2"';

/** A file with one product of that name, declared in that encoding. */
function fileOf(
  name: string,
  { prolog = '<?xml version="1.0" encoding="UTF-8"?>', attributes = '' } = {},
): string {
  return [
    prolog,
    `<КоммерческаяИнформация${attributes} ВерсияСхемы="2.07">`,
    `<Каталог><Товары><Товар><Ид>1</Ид><Наименование>${name}</Наименование></Товар></Товары></Каталог>`,
    '</КоммерческаяИнформация>',
  ].join('\n');
}

function nameIn(parts: CommerceMlPart[]): string | undefined {
  return parts.at(-1)?.element.children[1]?.text;
}

describe('encodings', () => {
  test('a windows-1251 file reads the same as its UTF-8 twin', async () => {
    const text = sampleText('carono-orders.xml');
    const twin = utf8(text.replace('windows-1251', 'UTF-8'));

    expect(await partsOf(sampleBytes('carono-orders.xml'))).toEqual(await partsOf(twin));
  });

  test('UTF-8 with a byte order mark, without one and without a declaration read the same', async () => {
    const plain = await partsOf(utf8(fileOf('Гайка')));

    expect(await partsOf(Buffer.concat([UTF8_BOM, utf8(fileOf('Гайка'))]))).toEqual(plain);
    expect(nameIn(await partsOf(utf8(fileOf('Гайка', { prolog: '' }))))).toBe('Гайка');
  });

  test('a byte order mark outweighs a declaration that says windows-1251', async () => {
    const text = fileOf('Болт', { prolog: '<?xml version="1.0" encoding="windows-1251"?>' });

    expect(nameIn(await partsOf(Buffer.concat([UTF8_BOM, utf8(text)])))).toBe('Болт');
  });

  test('a byte order mark over windows-1251 bytes is refused', async () => {
    const text = fileOf('Болт', { prolog: '<?xml version="1.0" encoding="windows-1251"?>' });

    expect(await faultOf(Buffer.concat([UTF8_BOM, windows1251(text)]))).toMatchObject({
      code: 'bytes_not_in_encoding',
      position: { line: 2, column: 2 },
    });
  });

  test('windows-1251 bytes in a file that says UTF-8 are refused at their first letter', async () => {
    const bytes = Buffer.concat([
      utf8('<?xml version="1.0" encoding="UTF-8"?>\n<КоммерческаяИнформация>\n  <Каталог>'),
      windows1251('<Ид>Ю</Ид>'),
    ]);

    expect(await faultOf(bytes)).toMatchObject({
      code: 'bytes_not_in_encoding',
      position: { line: 3, column: 13 },
    });
  });

  test('a file that ends inside a letter is refused', async () => {
    const bytes = utf8(fileOf('Гайка'));
    const insideOfName = bytes.indexOf(utf8('Гайка')) + 1;

    expect(await faultOf(bytes.subarray(0, insideOfName))).toMatchObject({ code: 'bytes_not_in_encoding' });
  });

  test('UTF-8 bytes in a file that says windows-1251 are refused instead of read as gibberish', async () => {
    const text = fileOf('Болт', { prolog: '<?xml version="1.0" encoding="windows-1251"?>' });

    expect(await faultOf(utf8(text))).toMatchObject({ code: 'encoding_contradicted' });
  });

  test('a file in UTF-16, or in an encoding that 1C does not write, is refused by name', async () => {
    expect(await faultOf(Buffer.from('\ufeff<a/>', 'utf16le'))).toMatchObject({
      code: 'encoding_unsupported',
    });
    expect(
      await faultOf(utf8(fileOf('x', { prolog: '<?xml version="1.0" encoding="koi8-r"?>' }))),
    ).toMatchObject({
      code: 'encoding_unsupported',
      detail: expect.stringContaining('koi8-r'),
    });
  });
});

describe('the form of the file', () => {
  test('with the namespace, with another version of it, with a prefix and without it read the same', async () => {
    const bare = nameIn(await partsOf(utf8(fileOf('Гайка'))));
    const prefixed = fileOf('Гайка', { attributes: ' xmlns:cml="urn:1C.ru:commerceml_2"' })
      .replaceAll(/<(\/?)([А-Яа-я])/g, '<$1cml:$2')
      .replace('cml:cml:', 'cml:');

    expect(bare).toBe('Гайка');
    for (const attributes of [
      NAMESPACE,
      ' xmlns="urn:1C.ru:commerceml_205"',
      ' xmlns="urn:1C.ru:commerceml_3"',
    ]) {
      expect(nameIn(await partsOf(utf8(fileOf('Гайка', { attributes }))))).toBe(bare);
    }
    expect(nameIn(await partsOf(utf8(prefixed)))).toBe(bare);
  });

  test('an element of a foreign namespace is not taken for one of ours', async () => {
    const text = fileOf('Гайка', { attributes: ' xmlns:x="urn:other"' }).replace(
      '<Ид>1</Ид>',
      '<x:Ид>1</x:Ид>',
    );
    const product = (await partsOf(utf8(text))).at(-1)?.element;

    expect(product?.children[0]?.name).toBe('{urn:other}Ид');
  });

  test('CDATA, comments, character references and the five entities of XML are read', async () => {
    const text = fileOf('<![CDATA[<Гай>]]><!-- тут -->ка &amp; &#1041;&quot;');

    expect(nameIn(await partsOf(utf8(text)))).toBe('<Гай>ка & Б"');
  });

  test('however the bytes arrive, the records are the same', async () => {
    for (const sample of SAMPLES) {
      const bytes = sampleBytes(sample);
      const whole = await partsOf(bytes);
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 40 }),
          async (chunks) => {
            expect(await partsOf(bytes, { chunks })).toEqual(whole);
          },
        ),
        { numRuns: 25 },
      );
    }
  });

  test('however the bytes arrive, a fault is the same fault in the same place', async () => {
    const good = utf8(fileOf('Гайка &amp; 𝒷олт\r\n<![CDATA[]]]]>', { attributes: NAMESPACE }));
    const outcome = async (bytes: Uint8Array, chunks: number[]) => {
      try {
        return await partsOf(bytes, { chunks });
      } catch (error) {
        if (error instanceof CommerceMlFault) return { code: error.code, position: error.position };
        throw error;
      }
    };
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: good.byteLength - 1 }),
        fc.integer({ min: 0, max: 255 }),
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 20 }),
        async (at, byte, chunks) => {
          const bytes = Buffer.from(good);
          bytes[at] = byte;
          expect(await outcome(bytes, chunks)).toEqual(await outcome(bytes, [bytes.byteLength]));
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe('what is refused', () => {
  test('a document type declaration, with or without entities', async () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>';

    for (const dtd of [
      bomb,
      '<!DOCTYPE КоммерческаяИнформация>',
      '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
    ]) {
      const text = fileOf('&b;', { prolog: `<?xml version="1.0" encoding="UTF-8"?>\n${dtd}` });
      expect(await faultOf(utf8(text))).toMatchObject({ code: 'dtd_refused', position: { line: 2 } });
    }
  });

  test('an entity that nobody declared', async () => {
    expect(await faultOf(utf8(fileOf('&nbsp;')))).toMatchObject({
      code: 'xml_malformed',
      position: { line: 3 },
    });
  });

  test('a truncated file', async () => {
    const bytes = sampleBytes('carono-offers.xml');

    expect(await faultOf(bytes.subarray(0, 9000))).toMatchObject({ code: 'xml_malformed' });
  });

  test('crossed tags, with line and column', async () => {
    const text = '<КоммерческаяИнформация>\n <Каталог></Классификатор>\n</КоммерческаяИнформация>';

    expect(await faultOf(utf8(text))).toMatchObject({
      code: 'xml_malformed',
      position: { line: 2, column: 26 },
    });
  });

  test('a second root, text outside the root, and text between records', async () => {
    expect(await faultOf(utf8(`${fileOf('a')}<b/>`))).toMatchObject({ code: 'xml_malformed' });
    expect(await faultOf(utf8(`${fileOf('a')} tail`))).toMatchObject({ code: 'xml_malformed' });
    expect(await faultOf(utf8(fileOf('a').replace('<Товары>', '<Товары>Ой')))).toMatchObject({
      code: 'not_commerceml',
    });
  });

  test('XML that is not CommerceML 2', async () => {
    expect(await faultOf(utf8('<rss><channel/></rss>'))).toMatchObject({
      code: 'not_commerceml',
      detail: expect.stringContaining('<rss>'),
      position: { line: 1, column: 1 },
    });
  });

  test('an empty file', async () => {
    expect(await faultOf(Buffer.alloc(0))).toMatchObject({ code: 'file_empty' });
    expect(await faultOf(UTF8_BOM)).toMatchObject({ code: 'xml_malformed' });
  });

  test('a file, a nesting, a text, an attribute, a list of attributes or a record beyond its limit', async () => {
    const bytes = utf8(fileOf('Гайка', { attributes: ' а="1" б="2" в="3"' }));

    expect(await faultOf(bytes, { limits: { fileBytes: bytes.byteLength - 1 } })).toMatchObject({
      code: 'file_too_large',
    });
    expect(await faultOf(bytes, { limits: { depth: 4 } })).toMatchObject({ code: 'too_deep' });
    expect(await faultOf(bytes, { limits: { attributesPerElement: 3 } })).toMatchObject({
      code: 'too_many_attributes',
    });
    expect(await faultOf(bytes, { limits: { elementsPerRecord: 2 } })).toMatchObject({
      code: 'record_too_large',
    });
    expect(
      await partsOf(bytes, { limits: { fileBytes: bytes.byteLength, depth: 5, elementsPerRecord: 3 } }),
    ).toHaveLength(4);
  });

  test('the limit of a record counts anew for each record', async () => {
    const twice = fileOf('Гайка').replace(/<Товар>.*<\/Товар>/, '$&$&');

    expect(await partsOf(utf8(twice), { limits: { elementsPerRecord: 3 } })).toHaveLength(5);
  });

  test('the first of two faults is the one that is told, however the bytes arrive', async () => {
    const bytes = utf8('<rss><channel></rss>');

    expect(await faultOf(bytes, { chunks: [3] })).toMatchObject({ code: 'not_commerceml' });
    expect(await faultOf(bytes)).toMatchObject({ code: 'not_commerceml' });
  });

  test('a text beyond its limit, whole, in parts, in an attribute, a comment or a tag that never ends', async () => {
    const limits = { textChars: 300 };
    const long = 'я'.repeat(301);
    const half = 'я'.repeat(160);

    expect(nameIn(await partsOf(utf8(fileOf('я'.repeat(298))), { limits }))).toHaveLength(298);
    for (const text of [
      fileOf(long),
      fileOf(`${half}<!-- -->${half}`),
      fileOf(`<a b="${long}"/>`),
      fileOf(`<!--${long}-->`),
      fileOf(`<![CDATA[${long}]]>`),
      `<КоммерческаяИнформация>${long}`,
    ]) {
      expect(await faultOf(utf8(text), { limits, chunks: [64] })).toMatchObject({ code: 'text_too_long' });
    }
  });
});

test('a record carries the place where it begins', async () => {
  const product = (await partsOf(sampleBytes('carono-import-small.xml'))).find(({ path }) =>
    path.endsWith('/Товар'),
  );

  expect(product?.element.position).toEqual({ line: 14, column: 4 });
});
