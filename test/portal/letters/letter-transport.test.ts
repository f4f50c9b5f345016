/** What both ways out promise, and what a mail server is never told. */
import { mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createFileTransport } from '#portal/letters/file-transport.server.ts';
import type { LetterMessage, LetterTransport } from '#portal/letters/letter-transport.server.ts';
import { toMailSettings } from '#portal/letters/mail-settings.ts';
import { createSmtpTransport } from '#portal/letters/smtp-transport.server.ts';
import { readMime } from '#test/support/read-mime.ts';
import { openSmtpServer } from '#test/support/smtp-server.ts';
import type { SmtpServer } from '#test/support/smtp-server.ts';
import { createTestCa } from '#test/support/test-ca.ts';

const FROM = 'portal@seller.example';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function aMessage(differences: Partial<LetterMessage> = {}): LetterMessage {
  return {
    id: '0199f5a2-0000-7000-8000-000000000001',
    from: { name: 'ООО «Снабжение»', address: FROM },
    to: 'anna@works.example',
    subject: 'Новый брелок «Синий»: Анна Петрова',
    text: 'Зарегистрирован брелок.\n\n.\nКонец.\n',
    html: '<p>Зарегистрирован брелок.</p>',
    writtenAt: new Date('2026-11-22T12:00:00Z'),
    ...differences,
  };
}

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'brelok-letters-'));
  closing.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function aServer(settings: Parameters<typeof openSmtpServer>[0] = {}): Promise<SmtpServer> {
  const server = await openSmtpServer(settings);
  closing.push(server.close);
  return server;
}

type Smtp = Exclude<ReturnType<typeof toMailSettings>, { way: 'file' }>;

function smtpTo(port: number, differences: Partial<Smtp> = {}, login = ''): LetterTransport {
  const settings = toMailSettings(`smtp://${login}127.0.0.1:${port}`, FROM);
  if (settings.way !== 'smtp') throw new Error('these are the settings of a mail server');
  return createSmtpTransport({ ...settings, ...differences });
}

type Way = { transport: LetterTransport; mails: () => Promise<string[]> };

const WAYS: Readonly<Record<string, () => Promise<Way>>> = {
  file: async () => {
    const folder = join(await aFolder(), 'letters');
    const mails = async () =>
      Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')));
    return { transport: createFileTransport(folder), mails };
  },
  smtp: async () => {
    const server = await aServer();
    return {
      transport: smtpTo(server.port),
      mails: () => Promise.resolve(server.received.map(({ mime }) => mime)),
    };
  },
};

describe.each(Object.keys(WAYS))('a letter that leaves by %s', (name) => {
  const open = async () => {
    const way = WAYS[name];
    if (way === undefined) throw new Error(`no way ${name}`);
    return way();
  };

  test('REG-25 arrives whole: sender, reader, subject, day, text and HTML, in any language', async () => {
    const { transport, mails } = await open();
    expect(transport.way).toBe(name);
    expect(await transport.send(aMessage())).toEqual({ ok: true });
    const [mime = '', ...others] = await mails();
    expect(others).toEqual([]);
    const { headers, text, html } = readMime(mime);
    expect(headers.get('from')).toBe(`ООО «Снабжение» <${FROM}>`);
    expect(headers.get('to')).toBe('anna@works.example');
    expect(headers.get('subject')).toBe('Новый брелок «Синий»: Анна Петрова');
    expect(headers.get('date')).toContain('22 Nov 2026 12:00:00');
    expect(headers.get('auto-submitted')).toBe('auto-generated');
    expect(text.replaceAll('\r\n', '\n')).toContain('Зарегистрирован брелок.\n\n.\nКонец.');
    expect(html).toContain('<p>Зарегистрирован брелок.</p>');
  });

  test('has the same Message-ID when it is sent again, so that a reader sees one', async () => {
    const { transport, mails } = await open();
    await transport.send(aMessage());
    await transport.send(aMessage());
    const ids = (await mails()).map((mime) => readMime(mime).headers.get('message-id'));
    expect(new Set(ids)).toEqual(new Set(['<0199f5a2-0000-7000-8000-000000000001@seller.example>']));
  });

  test('ADM-09 has no header and no reader but its own, whatever stands in its texts', async () => {
    const { transport, mails } = await open();
    await transport.send(
      aMessage({
        from: { name: 'Seller\r\nBcc: thief@elsewhere.example', address: FROM },
        subject: 'New key\r\nBcc: thief@elsewhere.example\r\n\r\nHello',
      }),
    );
    for (const mime of await mails()) {
      const head = mime.slice(0, mime.indexOf('\r\n\r\n'));
      expect(head).not.toMatch(/^(bcc|cc):/im);
    }
  });

  test('never reads a file, whatever its text claims to be', async () => {
    const { transport, mails } = await open();
    const asked = { path: '/etc/hostname' } as unknown as string;
    const sent = await transport.send(aMessage({ text: asked })).catch(() => null);
    expect(sent).not.toEqual({ ok: true });
    expect((await mails().catch(() => [])).length).toBe(0);
  });
});

test('a file of a letter is its owner’s alone; a letter that is sent twice is one file, and old ones are forgotten', async () => {
  const folder = join(await aFolder(), 'letters');
  const transport = createFileTransport(folder);
  await transport.forget(new Date());
  await transport.send(aMessage());
  await transport.send(aMessage());
  const [name = '', ...others] = await readdir(folder);
  expect([name, others]).toEqual(['0199f5a2-0000-7000-8000-000000000001.eml', []]);
  const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
  expect([await modeOf(folder), await modeOf(join(folder, name))]).toEqual(['700', '600']);

  await writeFile(join(folder, 'notes.txt'), 'not ours');
  await transport.forget(new Date(Date.now() - 60_000));
  expect(await readdir(folder)).toHaveLength(2);
  const old = new Date('2026-01-01T00:00:00Z');
  for (const one of await readdir(folder)) await utimes(join(folder, one), old, old);
  await transport.forget(new Date('2026-02-01T00:00:00Z'));
  expect(await readdir(folder)).toEqual(['notes.txt']);
});

test('where no file can be written the letter stays due', async () => {
  const file = join(await aFolder(), 'taken');
  await writeFile(file, '');
  expect(await createFileTransport(file).send(aMessage())).toEqual({
    ok: false,
    fault: 'file_not_written',
    isFinal: false,
  });
});

test('the mail server learns who writes to whom from the envelope, after a login where it wants one', async () => {
  const login = { user: 'портал', password: 'p@ss/word' };
  const server = await aServer({ login });
  const given = `${encodeURIComponent(login.user)}:${encodeURIComponent(login.password)}@`;
  expect(await smtpTo(server.port, {}, given).send(aMessage())).toEqual({ ok: true });
  expect(server.received).toMatchObject([{ from: FROM, to: ['anna@works.example'] }]);
  expect(await smtpTo(server.port, {}, 'x:wrong@').send(aMessage())).toEqual({
    ok: false,
    fault: 'login_refused',
    isFinal: false,
  });
});

test.for<[string, Readonly<Record<string, string>>, object]>([
  [
    'does not know the address',
    { 'RCPT TO': '550 5.1.1 nobody' },
    { fault: 'address_refused', isFinal: true },
  ],
  ['is asked to come later', { 'RCPT TO': '450 4.2.0 later' }, { fault: 'address_refused', isFinal: false }],
  ['refuses the sender', { 'MAIL FROM': '550 5.7.1 no' }, { fault: 'message_refused', isFinal: true }],
  ['refuses the letter', { 'END OF DATA': '554 5.6.0 no' }, { fault: 'message_refused', isFinal: true }],
  ['is full', { 'END OF DATA': '452 4.3.1 full' }, { fault: 'message_refused', isFinal: false }],
  ['is no mail server', { GREETING: '500 no' }, { fault: 'no_connection', isFinal: false }],
])('a server that %s is told apart', async ([, replies, expected]) => {
  const server = await aServer({ replies });
  expect(await smtpTo(server.port).send(aMessage())).toEqual({ ok: false, ...expected });
});

test('where nobody listens there is no connection', async () => {
  const { port, close } = await openSmtpServer();
  await close();
  expect(await smtpTo(port).send(aMessage())).toMatchObject({ ok: false, fault: 'no_connection' });
});

test('a server elsewhere that offers no TLS is told neither password nor letter', async () => {
  const server = await aServer({ login: { user: 'portal', password: 'secret' } });
  const outcome = await smtpTo(server.port, { mustUseTls: true }, 'portal:secret@').send(aMessage());
  expect(outcome).toMatchObject({ ok: false, fault: 'no_tls' });
  expect(server.said.join('\n')).not.toMatch(/AUTH|MAIL FROM|RCPT|DATA/);
  expect(server.received).toEqual([]);
});

test('a server whose certificate nobody vouches for is told nothing at all', async () => {
  const { certificate, key } = createTestCa();
  const cert = `-----BEGIN CERTIFICATE-----\n${Buffer.from(certificate).toString('base64')}\n-----END CERTIFICATE-----`;
  const pem = key.export({ type: 'pkcs8', format: 'pem' }).toString();
  const server = await aServer({ tls: { cert, key: pem } });
  const secure = { isTlsFromStart: true, mustUseTls: true };
  const outcome = await smtpTo(server.port, secure, 'portal:secret@').send(aMessage());
  expect(outcome).toMatchObject({ ok: false, isFinal: false });
  expect(server.said).toEqual([]);
});
