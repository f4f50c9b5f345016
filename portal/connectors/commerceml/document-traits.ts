import type { DocumentTraits, LineByProduct } from './dictionaries.ts';
import type { SetSurvey } from './survey-set.ts';
import { documentOperation } from './document-operation.ts';
import type { DocumentOperation } from './document-operation.ts';
import { lineId } from './document-line.ts';
import { subordinatesOf } from './document-head.ts';
import { membersOf, requiredText, textOf } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';

/**
 * Remembers what a document is and is based on, so that shipments find their order and its lines.
 * Of a document that stands in several files the newest counts.
 */
export function surveyDocument(
  document: XmlElement,
  survey: Pick<SetSurvey, 'dictionaries' | 'documentsWanted'>,
  { formedAt, parentId }: { formedAt: Date | null; parentId: string | null },
): void {
  const id = requiredText(document, 'Ид');
  const baseRef = textOf(document, 'Основание') ?? parentId;
  if (baseRef !== null) survey.documentsWanted.add(baseRef);
  for (const child of subordinatesOf(document)) surveyDocument(child, survey, { formedAt, parentId: id });
  const operation = documentOperation(textOf(document, 'ХозОперация') ?? '');
  if (operation === null) return;
  const { documents } = survey.dictionaries;
  const key = documentKey(operation, id);
  if (isOlder(formedAt, documents.get(key))) return;
  const lines = operation === 'order' ? linesByProduct(document, id) : new Map<string, null>();
  documents.set(key, { baseRef, lines, newestAt: formedAt });
}

/** Shops count their orders, payments and shipments each from 1: an id is one document only within an operation. */
export function documentKey(operation: DocumentOperation, externalId: string): string {
  return `${operation} ${externalId}`;
}

/** Whether a newer file than this one has told us of the document. */
export function isOlder(formedAt: Date | null, known: DocumentTraits | undefined): boolean {
  return formedAt !== null && known !== undefined && known.newestAt !== null && formedAt < known.newestAt;
}

/** A product that stands in two lines leads to none: which of the two was shipped is not said. */
function linesByProduct(document: XmlElement, documentId: string): LineByProduct {
  const lines: LineByProduct = new Map();
  membersOf(document, 'Товары', 'Товар').forEach((line, index) => {
    const productId = textOf(line, 'Ид');
    if (productId === null) return;
    lines.set(productId, lines.has(productId) ? null : lineId(documentId, index + 1));
  });
  return lines;
}
