import { expect, test } from 'vitest';
import {
  DOCUMENTS_FOLDER,
  MANIFEST_FILE,
  MANIFEST_FORMAT,
  MANIFEST_VERSION,
  ManifestSchema,
} from '#portal/connectors/file-drop/manifest.ts';
import type { ManifestText } from '#portal/connectors/file-drop/manifest.ts';

const MANIFEST: ManifestText = {
  format: MANIFEST_FORMAT,
  version: MANIFEST_VERSION,
  source: 'baan-main',
  generatedAt: '2026-11-22T02:00:00+03:00',
  files: [{ name: 'orders.csv', rows: 2, sha256: 'a'.repeat(64) }],
};

test('a manifest says when its files were written, whatever the time zone of the source', () => {
  expect(ManifestSchema.parse(MANIFEST)).toMatchObject({
    generatedAt: new Date('2026-11-21T23:00:00Z'),
    isDemo: false,
  });
});

test.each([
  ['another format', { ...MANIFEST, format: 'zip' }],
  ['a version that is not known yet', { ...MANIFEST, version: 2 }],
  ['a time without an offset', { ...MANIFEST, generatedAt: '2026-11-22T02:00:00' }],
  ['a word that is not known', { ...MANIFEST, full: true }],
])('a manifest with %s is refused', (_, manifest) => {
  expect(ManifestSchema.safeParse(manifest).success).toBe(false);
});

test('the places in a drop that every writer must know', () => {
  expect([MANIFEST_FILE, DOCUMENTS_FOLDER]).toEqual(['manifest.json', 'documents']);
});
