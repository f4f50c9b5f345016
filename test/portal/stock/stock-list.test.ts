import { expect, test } from 'vitest';
import { readStockFile } from '#portal/stock/read-stock-file.server.ts';
import { parseStockList } from '#portal/stock/stock-list.ts';

const BYTE_ORDER_MARK = '\uFEFF';
const read = (text: string) => readStockFile(new TextEncoder().encode(text));

async function linesOf(text: string) {
  const file = await read(text);
  if (!file.ok) return file.fault;
  const parsed = parseStockList(file.rows);
  return parsed.ok ? parsed.lines.map(({ line }) => line) : parsed.faults;
}

test('ADM-04 a list is read as spreadsheets of both languages write it', async () => {
  const expected = [
    {
      serial: 'SN-1',
      kind: 'u2f',
      modelName: 'Demo; "5"',
      batch: 'B-7',
      cost: { amountMinor: 185_050n, currency: 'RUB' },
      cardNumber: '49927398716',
    },
    { serial: 'SN-2', kind: 'fido2', modelName: null, batch: null, cost: null, cardNumber: null },
  ];
  const english =
    'serial,kind,model,batch,cost,currency,card number\r\nsn-1,U2F,"Demo; ""5""",B-7,1850.50,rub,4992 7398 716\r\nSN-2,,,,,,\r\n,,,,,,\r\n';
  const russian = `${BYTE_ORDER_MARK}Серийный номер;Вид;Модель;Партия;Стоимость;Валюта;Номер карты\nsn-1;u2f;"Demo; ""5""";B-7;1 850,50;RUB;49927398716\nSN-2;;;;;;\n`;
  expect(await linesOf(english)).toEqual(expected);
  expect(await linesOf(russian)).toEqual(expected);
});

test('ADM-04 every bad line is named with its column, not the first alone', async () => {
  const text =
    'serial,kind,cost,currency,card_number\nСН-1,fido2,,,\nSN-2,fob,,,\nSN-3,,1.005,RUB,\nSN-4,,5,,\nSN-5,,,,"4,99E+10"\nSN-6,,,,';
  expect(await linesOf(text)).toEqual([
    { line: 2, column: 'serial', text: 'СН-1' },
    { line: 3, column: 'kind', text: 'fob' },
    { line: 4, column: 'cost', text: '1.005' },
    { line: 5, column: 'currency', text: '' },
    { line: 6, column: 'cardNumber', text: '4,99E+10' },
  ]);
});

test('ADM-04 a file that is no such list is refused as a whole, with what is wrong in it', async () => {
  expect(await read('')).toMatchObject({ fault: { kind: 'empty' } });
  expect(await read('serial\n')).toMatchObject({ fault: { kind: 'empty' } });
  expect(await read('model\nx\n')).toMatchObject({ fault: { kind: 'no_serial' } });
  const names = await read('serial,price,constructor\nSN-1,5,6\n');
  expect(names).toMatchObject({ fault: { kind: 'unknown_columns', names: ['price', 'constructor'] } });
  expect(await read('serial,serial\nSN-1,SN-2\n')).toMatchObject({ fault: { kind: 'unknown_columns' } });
  const short = await read('serial,kind\nSN-1\nSN-2,u2f\nSN-3,u2f,x\n');
  expect(short).toEqual({ ok: false, fault: { kind: 'bad_lines', lines: [2, 4] } });
  expect(await read(`serial\n${'SN-1\n'.repeat(501)}`)).toMatchObject({ fault: { kind: 'too_many' } });
  expect(await read('x'.repeat(300_000))).toMatchObject({ fault: { kind: 'too_large' } });
});
