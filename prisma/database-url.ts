export type Provider = 'sqlite' | 'postgresql';

/**
 * Says which database a URL means.
 * @throws Error naming the accepted forms; the URL itself may hold a password and is not repeated
 */
export function parseDatabaseUrl(url: string): { provider: Provider } {
  if (url.startsWith('file:')) return { provider: 'sqlite' };
  if (/^postgres(ql)?:\/\//.test(url)) return { provider: 'postgresql' };
  throw new Error('DATABASE_URL must be file:PATH (SQLite) or postgresql://… (PostgreSQL)');
}
