export type Provider = 'sqlite' | 'postgresql';

/** `file` is the path of SQLite's database, which need not be there. */
export type DatabaseAddress = { provider: 'sqlite'; file: string } | { provider: 'postgresql' };

/**
 * Says which database a URL means.
 * @throws Error naming the accepted forms; the URL itself may hold a password and is not repeated
 */
export function parseDatabaseUrl(url: string): DatabaseAddress {
  const [, path] = /^file:(?:\/\/[^/]*)?([^?#]*)/.exec(url) ?? [];
  if (path !== undefined) return { provider: 'sqlite', file: decodeURIComponent(path) };
  if (/^postgres(ql)?:\/\//.test(url)) return { provider: 'postgresql' };
  throw new Error('DATABASE_URL must be file:PATH (SQLite) or postgresql://… (PostgreSQL)');
}
