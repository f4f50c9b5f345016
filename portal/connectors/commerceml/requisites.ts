import { childOf, membersOf, textOf } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';
import { parseSwitch } from './value.ts';

/** The free name-value pairs of a record (`ЗначенияРеквизитов`). What is asked for counts as used, the rest stays. */
export type Requisites = {
  text(name: string): string | null;
  /** Null if the requisite is absent or neither yes nor no; then it stays for the details. */
  switch(name: string): boolean | null;
};

/** Reads the requisites of a product, an order or a line of one. Names are compared without regard to case. */
export function requisitesOf(record: XmlElement): Requisites {
  const pairs = [
    ...membersOf(record, 'ЗначенияРеквизитов', 'ЗначениеРеквизита'),
    ...membersOf(record, 'ДополнительныеЗначенияРеквизитов', 'ЗначениеРеквизита'),
  ];
  const byName = new Map(pairs.map((pair) => [nameOf(pair), pair]));
  const peek = (name: string): string | null => {
    const pair = byName.get(name.toLowerCase());
    return (pair && childOf(pair, 'Значение')?.text) || null;
  };
  const take = (name: string): string | null => {
    const pair = byName.get(name.toLowerCase());
    if (!pair) return null;
    textOf(pair, 'Наименование');
    return textOf(pair, 'Значение');
  };
  return {
    text: take,
    switch: (name) => {
      const isOn = parseSwitch(peek(name) ?? '');
      if (isOn !== null) take(name);
      return isOn;
    },
  };
}

function nameOf(pair: XmlElement): string {
  return (childOf(pair, 'Наименование')?.text ?? '').toLowerCase();
}
