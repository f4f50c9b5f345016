/** How letters leave: into files, until a mail server is named. */
export type MailSettings =
  | { way: 'file' }
  | {
      way: 'smtp';
      host: string;
      port: number;
      /** `smtps:`; otherwise the connection begins open and is turned into TLS. */
      isTlsFromStart: boolean;
      /** Nothing is said to a server elsewhere, a password least of all, before the connection is TLS. */
      mustUseTls: boolean;
      login: { user: string; password: string } | null;
      from: string;
    };

/** RFC 8314 section 3.3: submission with STARTTLS, and with TLS from the start. */
const PORTS: Readonly<Record<string, number>> = { 'smtp:': 587, 'smtps:': 465 };
const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1']);

/** Whether it names a mail server and nothing else: a path or query would be dropped without a word. */
export function isMailUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, search, hash, username, password } = new URL(text);
  const isPlain = (pathname === '' || pathname === '/') && search === '' && hash === '';
  const hasWholeLogin = (username === '') === (password === '');
  return protocol in PORTS && hostname !== '' && isPlain && hasWholeLogin && areDecodable(username, password);
}

/** @param url one that `isMailUrl` has accepted; absent: letters are written to files */
export function toMailSettings(url: string | undefined, from: string | undefined): MailSettings {
  if (url === undefined || from === undefined) return { way: 'file' };
  const { protocol, hostname, port, username, password } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  return {
    way: 'smtp',
    host,
    port: port === '' ? (PORTS[protocol] ?? 0) : Number(port),
    isTlsFromStart: protocol === 'smtps:',
    mustUseTls: !LOOPBACK.has(host.toLowerCase()),
    login:
      username === '' ? null : { user: decodeURIComponent(username), password: decodeURIComponent(password) },
    from,
  };
}

function areDecodable(...parts: string[]): boolean {
  try {
    parts.forEach((part) => decodeURIComponent(part));
    return true;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}
