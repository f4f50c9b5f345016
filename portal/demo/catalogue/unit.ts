/** A unit of measure with its code in the Russian classifier ОКЕИ (ОК 015-94). */
export type Unit = { name: string; okei: string };

export const PIECE: Unit = { name: 'шт', okei: '796' };
export const METRE: Unit = { name: 'м', okei: '006' };
export const KILOGRAM: Unit = { name: 'кг', okei: '166' };
export const PACK: Unit = { name: 'упак', okei: '778' };
export const PAIR: Unit = { name: 'пар', okei: '715' };
export const SET: Unit = { name: 'компл', okei: '839' };
export const SERVICE: Unit = { name: 'усл', okei: '642' };
