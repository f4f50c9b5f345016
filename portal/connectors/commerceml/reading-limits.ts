/** How much of a file we are ready to hold. A file beyond a limit is refused, never cut. */
export type ReadingLimits = {
  fileBytes: number;
  /** Nesting of elements, the root included. */
  depth: number;
  /** Characters of one text, attribute value, comment or tag. */
  textChars: number;
  attributesPerElement: number;
  /** Elements of one record, for instance of an order with all its lines. */
  elementsPerRecord: number;
};

/** Far above what 1C writes (its texts end at 3,000 characters, its trees at about 15 levels). */
export const READING_LIMITS: ReadingLimits = {
  fileBytes: 512 * 1024 * 1024,
  depth: 40,
  textChars: 256 * 1024,
  attributesPerElement: 32,
  elementsPerRecord: 500_000,
};
