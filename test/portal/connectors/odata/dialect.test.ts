/** Against recorded answers of a real CAP server (versions 2 and 4) and shapes of 1C's version 3. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readJson } from '#portal/connectors/mapping/read-json.ts';
import { textAt, valueAt } from '#portal/connectors/mapping/source-record.ts';
import { literalOf, readPage } from '#portal/connectors/odata/dialect.ts';
import { readMetadata } from '#portal/connectors/odata/metadata.ts';
import { ASK_ALL, isOneOf, urlOf } from '#portal/connectors/odata/question.ts';

const FOLDER = new URL('../../../fixtures/odata/', import.meta.url);
const Recorded = z.object({ body: z.unknown() });
const asIs = (text: string) => text;

function recorded(name: string): string {
  return readFileSync(new URL(`${name}.json`, FOLDER), 'utf8');
}

function bodyOf(name: string): string {
  return JSON.stringify(Recorded.parse(JSON.parse(recorded(name))).body);
}

describe('answers', () => {
  test('version 4: rows, their number, a relative link to the next page', () => {
    const page = readPage('v4', readJson(bodyOf('cap-orders')), asIs);

    expect(page.count).toBe(250);
    expect(page.next).toContain('SalesOrders?');
    expect(textAt(page.rows[0] ?? {}, 'totalAmountIncludingTax')).toBe('1014.5');
  });

  test('version 4: lines that were asked for stand in their record', () => {
    const page = readPage('v4', readJson(bodyOf('cap-orders-expand')), asIs);

    expect(valueAt(page.rows[0] ?? {}, 'lines')).toHaveLength(3);
    expect(textAt(page.rows[0] ?? {}, 'customer/number')).toBe('C10035');
  });

  test('version 2: rows under `d`, what was not asked for is no value', () => {
    const page = readPage('v2', readJson(bodyOf('cap-v2-orders')), asIs);

    expect(page.count).toBe(250);
    expect(page.rows).toHaveLength(2);
    expect(valueAt(page.rows[0] ?? {}, 'lines')).toBeNull();
    expect(textAt(page.rows[0] ?? {}, 'modifiedAt')).toBe('/Date(1793530200000+0000)/');
  });

  test('version 3 as 1C gives it', () => {
    const page = readPage('v3', readJson(recorded('1c-document')), asIs);

    expect(page.next).toBeNull();
    expect(textAt(page.rows[0] ?? {}, 'СуммаДокумента')).toBe('9335.42');
    expect(valueAt(page.rows[0] ?? {}, 'Товары')).toHaveLength(1);
  });

  test.each([
    ['v3', recorded('1c-error'), 'Обнаружены лишние сегменты'],
    ['v4', bodyOf('cap-bad-filter'), 'Property "nope" does not exist'],
    ['v4', '{"value":"text"}', 'no rows'],
    ['v4', '[]', 'no OData'],
  ] as const)('%s: an error is an error, whatever its status', (version, text, sentence) => {
    expect(() => readPage(version, readJson(text), asIs)).toThrow(sentence);
  });
});

describe('literals', () => {
  const ID = 'f9122abf-45dc-11e5-82f7-bcee7be0a11a';
  test.each([
    ['v3', 'Edm.Guid', ID, `guid'${ID}'`],
    ['v4', 'Edm.Guid', ID, ID],
    ['v3', 'Edm.DateTime', '2026-11-01T05:00:00', "datetime'2026-11-01T05:00:00'"],
    ['v2', 'Edm.DateTime', '/Date(1793530200000+0000)/', "datetime'2026-11-01T10:50:00'"],
    ['v2', 'Edm.DateTimeOffset', '2026-11-01T05:00:00Z', "datetimeoffset'2026-11-01T05:00:00Z'"],
    ['v4', 'Edm.DateTimeOffset', '2026-11-01T05:00:00.1234567Z', '2026-11-01T05:00:00.1234567Z'],
    ['v4', 'Edm.Date', '2026-11-01', '2026-11-01'],
    ['v3', 'Edm.Int64', '7', '7L'],
    ['v2', 'Edm.Decimal', '1.50', '1.50M'],
    ['v4', 'Edm.String', "O'Neill", "'O''Neill'"],
    ['v3', 'Edm.Boolean', 'true', 'true'],
  ] as const)('%s %s', (version, type, text, literal) => {
    expect(literalOf(version, type, text)).toBe(literal);
  });

  test.each([
    ['Edm.Guid', `${ID}' or true or '`],
    ['Edm.Int64', '1 or 1 eq 1'],
    ['Edm.DateTime', "2026-01-01') or (1 eq 1"],
    ['Edm.Boolean', 'true or true'],
    ['Edm.Date', 'x'],
  ])('a value of type %s can’t become part of the question', (type, text) => {
    expect(() => literalOf('v4', type, text)).toThrow();
  });
});

test('a question is an address: Cyrillic sets, spaces and quotes are written as the web writes them', () => {
  const set = {
    service: null,
    set: 'InformationRegister_ЦеныНоменклатуры/SliceLast()',
    typeOf: () => 'Edm.Guid',
  };
  const id = '00000000-0000-0000-0000-000000000000';
  const filter = [isOneOf('v3', set, { field: 'ВидЦены_Key', values: [id] })];
  const url = urlOf(new URL('http://erp.example/ut/odata/standard.odata/'), set, {
    question: { ...ASK_ALL, filter, top: 10, skip: 0 },
    version: 'v3',
    query: { allowedOnly: 'true' },
  });

  expect(decodeURIComponent(url.pathname)).toBe(
    '/ut/odata/standard.odata/InformationRegister_ЦеныНоменклатуры/SliceLast()',
  );
  expect(Object.fromEntries(url.searchParams)).toEqual({
    $filter: `ВидЦены_Key eq guid'${id}'`,
    $top: '10',
    $skip: '0',
    $format: 'json',
    allowedOnly: 'true',
  });
  expect(url.search).not.toContain('+');
});

describe('the description of a service', () => {
  const V3 = `<edmx:Edmx xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx" Version="1.0"><edmx:DataServices>
    <Schema Namespace="StandardODATA" xmlns="http://schemas.microsoft.com/ado/2009/11/edm">
    <EntityType Name="Base"><Key><PropertyRef Name="Ref_Key"/></Key><Property Name="Ref_Key" Type="Edm.Guid"/></EntityType>
    <EntityType Name="Order" BaseType="StandardODATA.Base"><Property Name="Number" Type="Edm.String"/>
      <Property Name="Lines" Type="Collection(StandardODATA.Line)"/>
      <NavigationProperty Name="Party" Relationship="StandardODATA.OrderParty" FromRole="Begin" ToRole="End"/></EntityType>
    <ComplexType Name="Line"><Property Name="LineNumber" Type="Edm.Int64"/></ComplexType>
    <Association Name="OrderParty"><End Role="Begin" Type="StandardODATA.Order" Multiplicity="*"/>
      <End Role="End" Type="StandardODATA.Base" Multiplicity="0..1"/></Association>
    <EntityContainer Name="C"><EntitySet Name="Orders" EntityType="StandardODATA.Order"/></EntityContainer>
    </Schema></edmx:DataServices></edmx:Edmx>`;

  test('sets, fields, those of the type that it extends, lines, and what it leads to', () => {
    const model = readMetadata(V3);

    expect([...model.sets]).toEqual([['Orders', 'StandardODATA.Order']]);
    expect([...(model.types.get('StandardODATA.Order') ?? [])]).toEqual([
      ['Ref_Key', { type: 'Edm.Guid', isCollection: false }],
      ['Number', { type: 'Edm.String', isCollection: false }],
      ['Lines', { type: 'StandardODATA.Line', isCollection: true }],
      ['Party', { type: 'StandardODATA.Base', isCollection: false }],
    ]);
  });

  test('a DOCTYPE, half a text and a page without sets are refused', () => {
    expect(() => readMetadata('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>')).toThrow(
      'DOCTYPE',
    );
    expect(() => readMetadata(V3.slice(0, 500))).toThrow('no XML');
    expect(() => readMetadata('<html><body>Sign in</body></html>')).toThrow('names no sets');
  });
});
