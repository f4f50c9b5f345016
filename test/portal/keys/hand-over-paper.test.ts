import { expect, test } from 'vitest';
import type { PrintableKey } from '#auth/keys/print-hand-over.ts';
import { setClaimSlip, setHandOverSheet } from '#portal/keys/hand-over-paper.server.ts';
import type { PaperHouse } from '#portal/keys/hand-over-paper.server.ts';
import { pdfPages } from '#test/support/pdf-text.ts';

const HOUSE: PaperHouse = {
  company: 'Demo Supply',
  origin: 'https://portal.example',
  timeZone: 'Europe/Moscow',
  isDemo: true,
  printedAt: new Date('2026-11-22T09:00:00Z'),
};
const TOKEN = 'T'.repeat(43);
const STOP_CODE = '0A1B-2C3D-4E5F';

function aPrintable(values: Partial<PrintableKey> = {}): PrintableKey {
  return {
    label: 'Blue',
    kind: 'fido2',
    serial: 'SN-17',
    cardNumber: '499273987161',
    linkExpiresAt: new Date('2026-12-06T09:00:00Z'),
    isOwnersCode: false,
    holder: { name: 'Anna Demo', language: 'en' },
    accountName: 'Works LLC',
    manager: { name: 'Boris Demo', phone: '+7 (000) 000-01-02' },
    deputies: [],
    ...values,
  };
}

const sheet = (key: PrintableKey) =>
  setHandOverSheet(key, { token: TOKEN, stopCode: STOP_CODE, house: HOUSE });
const oneText = (pdf: Uint8Array) => pdfPages(pdf).join(' ').replaceAll(/\s+/g, ' ');

test('the sheet says what the key is, how to begin, what becomes of wrong PINs and how to stop it', async () => {
  const text = oneText(await sheet(aPrintable()));
  for (const part of [
    'Key for Anna Demo',
    'Opens the portal of Demo Supply for Works LLC.',
    'https://portal.example',
    'Blue',
    'SN-17',
    '4992 7398 7161',
    'choose “security key”',
    'The browser asks whether the portal may see make and model',
    'Windows: Settings',
    'macOS: in Chrome',
    'Linux: in Chrome',
    'After eight it locks for good',
    STOP_CODE,
    'https://portal.example/stop',
    'If the key is lost',
    'Boris Demo, +7 (000) 000-01-02',
    'Demonstration',
    'Page 1 of 1',
  ]) {
    expect(text).toContain(part);
  }
  expect(text.replaceAll(' ', '')).toContain(`https://portal.example/enrol#${TOKEN}`);
});

test('REG-01 the code of the link is never on the sheet, and neither link nor stop code on the slip', async () => {
  const slip = oneText(await setClaimSlip(aPrintable(), { claimCode: '8M4K-77QZ', house: HOUSE }));
  expect(slip).toContain('8M4K-77QZ');
  expect(slip).toContain('Anna Demo');
  expect(slip).not.toContain(TOKEN);
  expect(oneText(await sheet(aPrintable()))).not.toContain('8M4K-77QZ');
});

test('both papers speak the language of the holder, and fit on one A4 page', async () => {
  const russian = aPrintable({
    holder: { name: 'Зоя Закупкина-Долгоимённая', language: 'ru' },
    accountName: 'Завод «Образец» (демо), обособленное подразделение в посёлке Образцовом',
    label: 'Синий брелок у окна в бухгалтерии',
  });
  for (const pdf of [await sheet(russian), await setClaimSlip(russian, { claimCode: 'A', house: HOUSE })]) {
    const pages = pdfPages(pdf);
    expect(pages).toHaveLength(1);
    expect(pages.join(' ')).toContain('Закупкина-Долгоимённая');
    const raw = Buffer.from(pdf).toString('latin1');
    expect(raw).toMatch(/\/MediaBox \[0 0 595\.28 841\.89\]/);
    expect(raw).toContain('/Lang (ru-RU)');
  }
  expect(oneText(await sheet(russian))).toContain('После восьми');
});

test('a key whose PIN the portal keeps is told of that PIN, and of none on the key', async () => {
  const text = oneText(await sheet(aPrintable({ kind: 'u2f' })));
  expect(text).toContain('The portal asks for the PIN of this key');
  expect(text).not.toContain('After eight');
});

test('a program that reads it aloud finds headings, paragraphs and what the pictures are', async () => {
  const raw = Buffer.from(await sheet(aPrintable())).toString('latin1');
  expect(raw).toContain('/Marked true');
  for (const part of ['/S /H1', '/S /H2', '/S /P', '/S /Figure']) expect(raw).toContain(part);
  expect(raw).toContain('/Alt (The link as a QR code)');
  expect(raw).toContain('/Alt (Card number 499273987161 as a barcode)');
});

test('REC-05 a further key’s sheet sends its holder to an owner for the code, and says that the manager has none', async () => {
  const text = oneText(await sheet(aPrintable({ isOwnersCode: true })));
  expect(text).toContain('An owner of your company gets it when they confirm this key');
  expect(text).not.toContain('You get it from your manager');
  expect(oneText(await sheet(aPrintable()))).toContain('You get it from your manager');
});

test('a key without a card number has no barcode', async () => {
  const raw = Buffer.from(await sheet(aPrintable({ cardNumber: null }))).toString('latin1');
  expect(raw).not.toContain('barcode');
});

test('while the manager is on leave the sheet names first who stands in, and until when', async () => {
  const deputies = [{ name: 'Nina Demo', phone: '+7 (000) 000-01-03', untilOn: '2026-11-27' }];
  const text = oneText(await sheet(aPrintable({ deputies })));
  const [deputy, manager] = [text.indexOf('Nina Demo, +7 (000) 000-01-03'), text.indexOf('Boris Demo')];
  expect(text).toContain('Until 27 Nov 2026 in their place');
  expect(deputy).toBeGreaterThan(0);
  expect(manager).toBeGreaterThan(deputy);
});
