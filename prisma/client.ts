/**
 * The door to the database. `createDb` picks SQLite or PostgreSQL by the URL; both give the same `Db`, so nobody
 * else needs to know which one it is. The only file that imports the generated clients.
 */
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClientKnownRequestError, empty, join, sqltag } from '@prisma/client/runtime/client';
import { PrismaClient as PostgresqlClient } from './generated/postgresql/client.ts';
import { PrismaClient as SqliteClient } from './generated/sqlite/client.ts';
import { SingleConnectionLibSql } from './libsql-adapter.ts';
import { parseDatabaseUrl } from './database-url.ts';
import type { Provider } from './database-url.ts';

/** Types of filters and selections, such as `Prisma.OrderWhereInput`. */
export type { Prisma } from './generated/sqlite/client.ts';

type Models = Omit<
  SqliteClient,
  '$transaction' | '$connect' | '$disconnect' | '$on' | '$use' | '$extends'
> & {
  readonly provider: Provider;
};

/** A connected database. One per process and database; `$disconnect()` ends it. */
export type Db = Models & {
  $disconnect(): Promise<void>;
  /** Runs `work` as one change: all of it happens, or, when it throws, none. Never hash, verify or fetch inside. */
  $transaction<Result>(work: (tx: Tx) => Promise<Result>, options?: TransactionOptions): Promise<Result>;
};

/**
 * A running transaction. A function that takes part in somebody's change takes this, and a `Db` does not fit;
 * one that only reads may take `Db | Tx`.
 */
export type Tx = Models & { readonly $transaction?: never };

/** For the few statements that are written by hand: `sql` makes a part, `joinSql` a list, `NO_SQL` is the empty part. */
export { sqltag as sql, join as joinSql, empty as NO_SQL };

/** Hears each SQL statement that is sent: for counting them and for asking the database how it runs them. */
export type OnStatement = (sql: string) => void;

/** `maxWait` and `timeout` in milliseconds. */
export type TransactionOptions = { maxWait?: number; timeout?: number };

/** A transaction waits this long for its turn (in this process, then for other processes), and may last this long. */
const TRANSACTION_OPTIONS: TransactionOptions = { maxWait: 15_000, timeout: 10_000 };
const POSTGRESQL_CONNECTIONS = 10;

const UNIQUE_VIOLATION = 'P2002';
const FOREIGN_KEY_VIOLATION = 'P2003';
const RECORD_NOT_FOUND = 'P2025';

/**
 * Connects at the first query.
 * @param url `file:/path/brelok.db` or `postgresql://user:password@host/database`
 * @throws Error naming the two forms when the URL is neither
 */
export function createDb(url: string, onStatement?: OnStatement): Db {
  const { provider } = parseDatabaseUrl(url);
  const client =
    provider === 'sqlite' ? createSqliteClient(url, onStatement) : createPostgresqlClient(url, onStatement);
  // Both clients are made from the same models, and SQLite's type offers nothing that PostgreSQL lacks. `Db` only
  // narrows `$transaction` to the form with a function, whose `tx` has the client's own properties.
  return Object.assign(client, { provider }) as unknown as Db;
}

/** Whether the database refused a row because a value that must be unique is already there. */
export function isUniqueViolation(error: unknown): boolean {
  return hasCode(error, UNIQUE_VIOLATION);
}

/** Whether the database refused a change because another row is missing or still refers to this one. */
export function isForeignKeyViolation(error: unknown): boolean {
  return hasCode(error, FOREIGN_KEY_VIOLATION);
}

/** Whether an `update` or `delete` of one row met none. */
export function isRecordNotFound(error: unknown): boolean {
  return hasCode(error, RECORD_NOT_FOUND);
}

/**
 * Makes transactions that take the same lock run one after the other, until each ends. On SQLite this is so for all
 * of them: BEGIN IMMEDIATE admits one writer at a time.
 * @param lockNumber a number of the caller's own choice; every use of it across the project must mean the same
 */
export async function lockUntilTransactionEnds(tx: Tx, lockNumber: bigint): Promise<void> {
  if (tx.provider === 'sqlite') return;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${lockNumber})`;
}

function createSqliteClient(url: string, onStatement: OnStatement | undefined): SqliteClient<'query'> {
  const client = new SqliteClient({
    ...clientOptions(onStatement),
    adapter: new SingleConnectionLibSql({ url }),
  });
  if (onStatement) client.$on('query', ({ query }) => onStatement(query));
  return client;
}

function createPostgresqlClient(
  url: string,
  onStatement: OnStatement | undefined,
): PostgresqlClient<'query'> {
  const client = new PostgresqlClient({
    ...clientOptions(onStatement),
    adapter: new PrismaPg({ connectionString: url, max: POSTGRESQL_CONNECTIONS }),
  });
  if (onStatement) client.$on('query', ({ query }) => onStatement(query));
  return client;
}

/** Statements are told of only where somebody listens: it costs time at each. */
function clientOptions(onStatement: OnStatement | undefined) {
  const log: { emit: 'event'; level: 'query' }[] = onStatement ? [{ emit: 'event', level: 'query' }] : [];
  return { transactionOptions: TRANSACTION_OPTIONS, errorFormat: 'minimal' as const, log };
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof PrismaClientKnownRequestError && error.code === code;
}
