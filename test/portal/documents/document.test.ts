import { expect, test } from 'vitest';
import { beginsAs, DOCUMENT_DATA_CLASS } from '#portal/documents/document.ts';

test('a document that shows prices is of class own-price, one that shows only goods is not', () => {
  expect(DOCUMENT_DATA_CLASS.invoice).toBe('own-price');
  expect(DOCUMENT_DATA_CLASS.waybill).toBe('own-price');
  expect(DOCUMENT_DATA_CLASS['delivery-note']).toBe('goods');
  expect(DOCUMENT_DATA_CLASS.reconciliation).toBe('money');
});

test('a file is known by its first bytes', () => {
  expect(beginsAs('application/pdf', Buffer.from('%PDF-1.7'))).toBe(true);
  expect(beginsAs('application/pdf', Buffer.from('<html>'))).toBe(false);
  expect(beginsAs('application/pdf', Buffer.from('%PD'))).toBe(false);
  expect(beginsAs('image/png', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))).toBe(true);
});
