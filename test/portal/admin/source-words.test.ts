import { expect, test } from 'vitest';
import { adminWords } from '#portal/admin/words.ts';
import { ENTITY_KINDS } from '#portal/connectors/port.ts';

test('the administrator reads a name for everything that a source can bring', () => {
  expect(Object.keys(adminWords.en.sources.entities).toSorted()).toEqual(ENTITY_KINDS.toSorted());
});
