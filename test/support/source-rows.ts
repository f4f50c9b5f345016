/** Rows of CSV files as a source would send them; a test names only what it is about. */
import type { CsvRow } from './file-drop.ts';

export function aCounterparty(id: string, differences: CsvRow = {}): CsvRow {
  return { id, name: `Works ${id}`, legal_name: `Works ${id} LLC`, tax_id: `77${id}`, ...differences };
}

export function aProduct(id: string, differences: CsvRow = {}): CsvRow {
  return { id, sku: `SKU-${id}`, name: `Bearing ${id}`, unit: 'pcs', ...differences };
}

export function anOrder(id: string, counterparty: string, differences: CsvRow = {}): CsvRow {
  return {
    id,
    counterparty,
    number: `SO-${id}`,
    ordered_on: '2026-03-01',
    status: 'confirmed',
    currency: 'RUB',
    net: '100.00',
    tax: '20.00',
    gross: '120.00',
    ...differences,
  };
}

export function anOrderLine(id: string, order: string, differences: CsvRow = {}): CsvRow {
  return {
    id,
    order,
    line_no: '1',
    name: 'Bearing',
    quantity: '4',
    currency: 'RUB',
    net: '100.00',
    ...differences,
  };
}

export function anInvoice(id: string, counterparty: string, differences: CsvRow = {}): CsvRow {
  return {
    id,
    counterparty,
    number: `INV-${id}`,
    issued_on: '2026-03-02',
    currency: 'RUB',
    total: '120.00',
    tax: '20.00',
    status: 'open',
    ...differences,
  };
}

export function aPayment(id: string, counterparty: string, differences: CsvRow = {}): CsvRow {
  return {
    id,
    counterparty,
    number: `PAY-${id}`,
    received_on: '2026-03-03',
    currency: 'RUB',
    amount: '120.00',
    ...differences,
  };
}

export function aShipment(id: string, counterparty: string, differences: CsvRow = {}): CsvRow {
  return { id, counterparty, number: `SH-${id}`, status: 'shipped', ...differences };
}

export function aShipmentLine(id: string, shipment: string, differences: CsvRow = {}): CsvRow {
  return { id, shipment, name: 'Bearing', quantity: '4', ...differences };
}

export function aTrackingEvent(id: string, shipment: string, differences: CsvRow = {}): CsvRow {
  return {
    id,
    shipment,
    carrier: 'CDEK',
    tracking_number: '1',
    occurred_at: '2026-03-03T08:00:00Z',
    status: 'in_transit',
    ...differences,
  };
}

export function many(count: number, toRow: (id: string) => CsvRow): CsvRow[] {
  return Array.from({ length: count }, (_, index) => toRow(String(index + 1).padStart(6, '0')));
}
