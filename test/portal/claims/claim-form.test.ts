/** What is read of the form of a claim: never more than was shipped, and no half pieces. */
import { expect, test } from 'vitest';
import { readClaimForm } from '#portal/claims/claim-form.ts';
import { claimableLines, claimableParts } from '#portal/claims/claimable-lines.ts';
import type { OrderLine } from '#portal/orders/order-line.ts';

const FORM = '0b9c4a3e-1111-4222-8333-abcdefabcdef';
const PIECES = { id: 'a', sku: 'BOLT-7', name: 'Bolt', unit: 'pcs', most: '10' };
const METRES = { id: 'b', sku: 'CAB-1', name: 'Cable', unit: 'm', most: '2.5' };

function read(fields: Record<string, string>) {
  const form = new FormData();
  const all = { form: FORM, wish: 'replace', note: '', ...fields };
  for (const [name, value] of Object.entries(all)) form.set(name, value);
  return readClaimForm(form, [PIECES, METRES]);
}

test('lines of which nothing is said are passed over, and decimals are read as people type them', () => {
  const form = { 'quantity-a': '', 'kind-a': '', 'quantity-b': '1,25', 'kind-b': 'damaged' };
  expect(read(form)).toEqual({
    ok: true,
    formId: FORM,
    wish: 'replace',
    note: '',
    lines: [{ ...METRES, quantity: '1.25', kind: 'damaged' }],
  });
});

test.for([
  ['10.000001', 'quantity'],
  ['-1', 'quantity'],
  ['two', 'quantity'],
  ['1.5', 'whole'],
  ['11', 'too_much'],
] as const)('%s of ten pieces is not taken: %s', ([quantity, fault]) => {
  const outcome = read({ 'quantity-a': quantity, 'kind-a': 'missing' });
  expect(outcome).toMatchObject({ ok: false, lineFaults: new Map([['a', fault]]), faults: [] });
});

test('all of a line can be claimed, and not a thousandth more', () => {
  expect(read({ 'quantity-b': '2.5', 'kind-b': 'wrong' })).toMatchObject({ ok: true });
  expect(read({ 'quantity-b': '2.501', 'kind-b': 'wrong' })).toMatchObject({
    lineFaults: new Map([['b', 'too_much']]),
  });
});

test('a quantity without a word of what is wrong, a word without a quantity, and an unknown word are sent back', () => {
  const fault = (quantity: string, kind: string) => {
    const outcome = read({ 'quantity-a': quantity, 'kind-a': kind });
    return outcome?.ok === false ? outcome.lineFaults.get('a') : 'taken';
  };
  expect([fault('1', ''), fault('', 'missing'), fault('0', 'missing'), fault('1', 'stolen')]).toEqual([
    'kind',
    'quantity',
    'quantity',
    'kind',
  ]);
});

test('nothing claimed, nothing wished, and something else without words are each told', () => {
  const faults = (fields: Record<string, string>) => {
    const outcome = read(fields);
    return outcome?.ok === false ? outcome.faults : [];
  };
  expect(faults({ wish: 'everything' })).toEqual(['no_lines', 'wish']);
  const other = { 'quantity-a': '1', 'kind-a': 'other' };
  expect(faults(other)).toEqual(['note']);
  expect(faults({ ...other, note: 'n'.repeat(2001) })).toEqual(['note_long']);
  expect(faults({ ...other, note: 'It hums' })).toEqual([]);
});

test('lines that are not of this order are not read, and a form without its number is none of ours', () => {
  expect(read({ 'quantity-z': '1', 'kind-z': 'missing' })).toMatchObject({ ok: false, faults: ['no_lines'] });
  expect(read({ form: 'mine' })).toBeNull();
});

const LINE: OrderLine = {
  id: 'a',
  lineNo: 1,
  kind: 'item',
  sku: null,
  name: 'Bolt',
  quantity: '10',
  unit: null,
  shippedQuantity: null,
  promisedOn: null,
  stage: null,
  listPrice: null,
  price: null,
};

test('of an order as much can be claimed as was shipped; where nobody says how much that was, as its status says', () => {
  const most = (status: 'in_progress' | 'completed', shipped: string | null) =>
    claimableLines({
      status,
      lines: [LINE, { ...LINE, id: 'n', kind: 'note' }],
      progress: { a: { shipped, notShipped: null } },
    }).map((line) => line.most);
  expect(most('in_progress', '4')).toEqual(['4']);
  expect(most('completed', '0')).toEqual([]);
  expect(most('in_progress', null)).toEqual([]);
  expect(most('completed', null)).toEqual(['10']);
});

test('of a shipment as much can be claimed as was in it, once it has left', () => {
  const part = { id: 'p', orderLineId: 'a', sku: null, name: 'Bolt', quantity: '1.5', unit: null };
  const parts = [part, { ...part, id: 'q' }, { ...part, id: 'r', orderLineId: null }];
  expect(claimableParts([LINE], { status: 'delivered', parts })).toMatchObject([{ id: 'a', most: '3' }]);
  expect(claimableParts([LINE], { status: 'preparing', parts })).toEqual([]);
  expect(claimableParts([LINE], { status: 'shipped', parts: null })).toEqual([]);
});
