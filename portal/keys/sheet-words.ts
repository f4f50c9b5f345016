import type { sheetEn } from './sheet-words.en.ts';

export type SheetWords = typeof sheetEn;
