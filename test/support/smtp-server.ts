/** A small mail server on this machine that speaks real SMTP (RFC 5321) and keeps what it was given. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

export type ReceivedMail = { from: string; to: string[]; mime: string };

export type SmtpServer = {
  port: number;
  received: ReceivedMail[];
  /** All that clients said, line by line. */
  said: string[];
  close: () => Promise<void>;
};

type Settings = {
  /** Full replies by the command they answer, in place of the usual ones. */
  replies?: Readonly<Record<string, string>>;
  /** What stands under the password mechanism; absent: nobody has to log in. */
  login?: { user: string; password: string };
  /** Speaks TLS from the start, with this certificate. */
  tls?: { key: string; cert: string };
};

export async function openSmtpServer(settings: Settings = {}): Promise<SmtpServer> {
  const received: ReceivedMail[] = [];
  const said: string[] = [];
  const sockets = new Set<Socket>();
  const serve = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()); // a client that hangs up is part of the tests
    talk(socket, { settings, received, said });
  };
  const server = settings.tls === undefined ? createServer(serve) : createTlsServer(settings.tls, serve);
  server.on('tlsClientError', () => null);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  };
  return { port, received, said, close };
}

type Talk = { settings: Settings; received: ReceivedMail[]; said: string[] };

function talk(socket: Socket, { settings, received, said }: Talk): void {
  let rest = '';
  let mail: ReceivedMail = { from: '', to: [], mime: '' };
  let isInData = false;
  const reply = (text: string) => socket.write(`${text}\r\n`);
  const takeData = (line: string): void => {
    if (line !== '.') {
      mail.mime += `${line.replace(/^\./, '')}\r\n`;
      return;
    }
    isInData = false;
    received.push(mail);
    mail = { from: '', to: [], mime: '' };
    reply(settings.replies?.['END OF DATA'] ?? '250 2.0.0 taken');
  };
  const takeLine = (line: string): void => {
    if (isInData) return takeData(line);
    said.push(line);
    const [, name = '', argument = ''] = /^(MAIL FROM|RCPT TO|AUTH PLAIN|\S+):?\s*(.*)$/i.exec(line) ?? [];
    const command = name.toUpperCase();
    const text = settings.replies?.[command] ?? answer(command, argument, settings);
    if (command === 'MAIL FROM') mail.from = addressIn(argument);
    if (command === 'RCPT TO' && text.startsWith('2')) mail.to.push(addressIn(argument));
    isInData = command === 'DATA' && text.startsWith('3');
    reply(text);
    if (command === 'QUIT') socket.end();
  };
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\r\n');
    rest = lines.pop() ?? '';
    lines.forEach(takeLine);
  });
  reply(settings.replies?.['GREETING'] ?? '220 mail.example ESMTP');
}

function answer(command: string, argument: string, { login }: Settings): string {
  switch (command) {
    case 'EHLO':
      return login === undefined ? '250 mail.example' : '250-mail.example\r\n250 AUTH PLAIN';
    case 'AUTH PLAIN':
      return argument === asPlain(login) ? '235 2.7.0 welcome' : '535 5.7.8 no';
    case 'DATA':
      return '354 go on';
    case 'STARTTLS':
      return '502 5.5.1 no such thing';
    case 'QUIT':
      return '221 2.0.0 bye';
    default:
      return '250 2.0.0 ok';
  }
}

/** RFC 4616. */
function asPlain(login: Settings['login']): string {
  return login === undefined ? '' : Buffer.from(`\0${login.user}\0${login.password}`).toString('base64');
}

function addressIn(argument: string): string {
  return /<([^>]*)>/.exec(argument)?.[1] ?? '';
}
