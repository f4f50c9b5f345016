import { pluralEn } from '../lib/i18n.ts';

export const stockEn = {
  title: 'Keys',
  search: 'Serial or card number',
  holder: 'Holder',
  account: 'Customer',
  any: 'any',
  states: 'States of keys',
  allStates: 'all',
  toReceive: 'Receive keys',
  writeOff: {
    link: 'Write off',
    about: (serial: string) => `Write off ${serial}`,
    title: (name: string) => `Write off the key ${name}`,
    consequence: 'For good: it leaves the stock as destroyed. Nobody had it, so nothing else changes.',
    verb: 'Write off',
    done: 'The key is written off.',
  },
  toBulk: 'Issue by a list',
  toRevokeMany: 'Revoke many',
  toReports: 'Reports',
  noSerial: 'without a number',
  columns: {
    serial: 'Serial',
    cardNumber: 'Card number',
    model: 'Model',
    batch: 'Delivery',
    whose: 'Who has it',
    cost: 'Cost',
    state: 'State',
    action: 'Action',
  },
  stored: (received: number, unchanged: number) => {
    const before = `${unchanged} of the list ${pluralEn(unchanged, 'was', 'were')} there before.`;
    if (received > 0) return unchanged > 0 ? `${receivedEn(received)} ${before}` : receivedEn(received);
    return `Nothing has changed: ${unchanged === 1 ? 'the key was' : 'all keys of the list were'} stored before.`;
  },
  empty: {
    none: 'No keys here',
    noneText: 'Receive keys by their serials or from the list of their maker. Then they can be issued.',
    nothing: 'No key fits',
    nothingText: 'No key has this number, or these filters leave none.',
    end: 'There are no more keys.',
    widen: 'Show all',
  },
  receive: {
    title: 'Receive keys',
    lead: 'First you see what would be stored. Nothing is stored before you say so.',
    back: 'Keys',
    typedTitle: 'Typed or scanned',
    serials: 'Serials',
    serialsHint: 'One a line. A scanner puts each on a line of its own.',
    currencyHint: 'Three letters, such as RUB.',
    fileTitle: 'From a file',
    file: 'CSV file',
    fileHint:
      'With the columns serial, kind, model, batch, cost, currency, card number; only the first is needed. At most 500 keys and 256 kB.',
    check: 'Check the list',
    previewTitle: 'What would be stored',
    line: 'Line',
    verdict: 'What happens',
    columns: {
      serial: 'Serial',
      kind: 'Kind',
      model: 'Model',
      batch: 'Delivery',
      cost: 'Cost of one',
      currency: 'Currency',
      cardNumber: 'Card number',
    },
    verdicts: {
      new: 'goes into stock',
      returned: 'came back: a new life begins',
      stored_already: 'stored before, unchanged',
      refused: 'refused',
    },
    refusals: {
      serial_twice: 'the serial stands in the list twice.',
      card_number_twice: 'its card number stands in the list twice.',
      serial_of_live_key: 'another key that still counts has this serial.',
      card_number_taken: 'another key has this card number.',
    },
    counts: (stored: number, unchanged: number, refused: number) =>
      `${stored} to store, ${unchanged} unchanged, ${refused} refused`,
    refusedLines: 'These lines stand in the way. Mend the list and check it again.',
    refusedLine: (line: number, serial: string) => `Line ${line}, ${serial}:`,
    nothingNew: 'All keys of this list were stored before. There is nothing to change.',
    nothingStored: 'Nothing was stored',
    store: (count: number) => `Store ${count} ${pluralEn(count, 'key', 'keys')}`,
    again: 'Another list',
    badLine: (line: number, column: string, text: string) => `Line ${line}, ${column}: “${text}”.`,
    expected: {
      serial: 'Latin letters and digits, at most 60.',
      kind: 'One of fido2, u2f, challenge-response, static-code.',
      model: 'At most 60 characters.',
      batch: 'At most 60 characters.',
      cost: 'A number with no more digits than the currency has.',
      currency: 'Three letters of its code, such as RUB.',
      cardNumber: '8 to 19 digits with a right check digit.',
    },
    faults: {
      too_large: 'The file is larger than 256 kB.',
      too_many: 'The list has more than 500 keys. Divide it.',
      empty: 'The list holds no serial. Type them, scan them or choose a file.',
      no_serial: 'The file has no column “serial”. Its first line names the columns.',
      both: 'Either type the serials or choose a file, not both.',
      unknown_columns: (names: string) => `Columns that are unknown or stand there twice: ${names}.`,
      bad_lines: (lines: string) => `These lines are no CSV or have another number of cells: ${lines}.`,
    },
  },
};

function receivedEn(count: number): string {
  return `${count} ${pluralEn(count, 'key is', 'keys are')} in stock now.`;
}
