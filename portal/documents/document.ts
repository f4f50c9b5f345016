/** What a document is, and what one has to be allowed to see in order to open it. */
import type { DataClass } from '#auth/permissions/data-classes.ts';

export const DOCUMENT_KINDS = [
  'invoice',
  'order-confirmation',
  'waybill',
  'delivery-note',
  'act',
  'certificate',
  'contract',
  'reconciliation',
  'credit-note',
] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/**
 * The highest class of what is printed on a document of this kind. A waybill (ТОРГ-12, УПД) carries prices,
 * a delivery note carries goods only; a reconciliation act shows what is owed.
 */
export const DOCUMENT_DATA_CLASS: Readonly<Record<DocumentKind, DataClass>> = {
  invoice: 'own-price',
  'order-confirmation': 'own-price',
  waybill: 'own-price',
  'delivery-note': 'goods',
  act: 'own-price',
  certificate: 'goods',
  contract: 'own-price',
  reconciliation: 'money',
  'credit-note': 'own-price',
};

export const DOCUMENT_MEDIA_TYPES = ['application/pdf', 'image/png', 'image/jpeg'] as const;
export type DocumentMediaType = (typeof DOCUMENT_MEDIA_TYPES)[number];

export const DOCUMENT_BYTES_MAX = 25 * 1024 * 1024;

/** How files of each type begin. */
const FIRST_BYTES: Readonly<Record<DocumentMediaType, readonly number[]>> = {
  'application/pdf': [0x25, 0x50, 0x44, 0x46, 0x2d],
  'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  'image/jpeg': [0xff, 0xd8, 0xff],
};

const FILE_ENDINGS: Readonly<Record<DocumentMediaType, string>> = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
};

/** Whether these bytes begin as a file of this type does. */
export function beginsAs(mediaType: DocumentMediaType, bytes: Uint8Array): boolean {
  return FIRST_BYTES[mediaType].every((byte, index) => bytes[index] === byte);
}

/** What these bytes are by how they begin, whatever anybody says of them; null for none of ours. */
export function mediaTypeOf(bytes: Uint8Array): DocumentMediaType | null {
  return DOCUMENT_MEDIA_TYPES.find((mediaType) => beginsAs(mediaType, bytes)) ?? null;
}

/** The name of a file whose source has none for it. */
export function fileNameFor(title: string, mediaType: string): string {
  const known = DOCUMENT_MEDIA_TYPES.find((one) => one === mediaType);
  return known === undefined ? title : `${title}.${FILE_ENDINGS[known]}`;
}

/** Names the stored bytes of a document: its row, and what the row says that they are. */
export interface DocumentAddress {
  id: string;
  sha256: string;
  /** Of a copy that was fetched: it opens for this customer and this version of the document only. */
  copyFor?: { accountId: string; version: string };
}

/** Where the bytes of documents are kept, encrypted. */
export interface DocumentStore {
  /** Keeps the bytes; those that are kept already stay as they are. */
  put(address: DocumentAddress, bytes: Uint8Array): Promise<void>;
  /** @returns `damaged` when the bytes are not what was kept, by whatever cause: they are never shown */
  open(address: DocumentAddress): Promise<OpenedDocument>;
  /** Erases the bytes; does nothing where there are none. */
  remove(address: DocumentAddress): Promise<void>;
  /** Encrypts anew what an older key had encrypted. */
  reseal(address: DocumentAddress): Promise<'resealed' | 'unchanged' | 'missing' | 'damaged'>;
}

export type OpenedDocument = { ok: true; bytes: Uint8Array } | { ok: false; reason: 'missing' | 'damaged' };
