/**
 * SQLite for a server: Prisma's libsql adapter on one connection that never blocks the process.
 *
 * The adapter as shipped opens a connection for each transaction and never closes it, begins DEFERRED (two
 * transactions that read and then write can deadlock), and libsql waits for a lock synchronously, which freezes
 * every other request. Here each transaction runs BEGIN IMMEDIATE … COMMIT on the one connection (the adapter's own
 * mutex lets nothing in between), the driver never waits, and a busy database is asked again after a pause that
 * leaves the process free.
 * @see https://github.com/tursodatabase/libsql-client-ts/issues/350 connections left open by `transaction`
 * @see https://github.com/tursodatabase/libsql-client-ts/issues/352 COMMIT refused after a busy statement
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { LibsqlError, createClient } from '@libsql/client';
import type { Client, Config, InArgs, InStatement, ResultSet, Transaction } from '@libsql/client';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';

/**
 * SQLite keeps no queue: whoever asks in the moment between two transactions of others gets the lock. So it is asked
 * often, at uneven times, and for long; a process that writes without a break can't keep this one out.
 */
const BUSY_PAUSE_FIRST_MS = 5;
const BUSY_PAUSE_LONGEST_MS = 40;
const BUSY_PATIENCE_MS = 10_000;

/** Kept in the file, so it is set once for all connections. */
const FILE_PRAGMAS = 'PRAGMA journal_mode = WAL;';
/** Forgotten with the connection, so it is set again after each reconnect. */
const CONNECTION_PRAGMAS = 'PRAGMA foreign_keys = ON; PRAGMA synchronous = NORMAL;';

/** Adapter factory for `file:` URLs. Exactly one per process and database. */
export class SingleConnectionLibSql extends PrismaLibSql {
  override createClient(config: Config): Client {
    return new SingleConnectionClient(createClient({ ...config, timeout: 0, intMode: 'bigint' }));
  }

  override async connect(): Promise<SqlDriverAdapter> {
    const adapter = await super.connect();
    await adapter.executeScript(FILE_PRAGMAS + CONNECTION_PRAGMAS);
    return adapter;
  }
}

/** One connection. Callers send one statement at a time: while a transaction is open, all statements belong to it. */
class SingleConnectionClient implements Client {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  get closed(): boolean {
    return this.#client.closed;
  }

  get protocol(): string {
    return this.#client.protocol;
  }

  execute(statement: InStatement | string, args?: InArgs): Promise<ResultSet> {
    return this.#whenFree(() =>
      typeof statement === 'string' ? this.#client.execute(statement, args) : this.#client.execute(statement),
    );
  }

  executeMultiple(sql: string): Promise<void> {
    return this.#whenFree(() => this.#client.executeMultiple(sql));
  }

  /** Takes the write lock at once, so that what the transaction reads stays true until it ends. */
  async transaction(): Promise<Transaction> {
    await this.execute('BEGIN IMMEDIATE');
    return new ConnectionTransaction(this.#client, () => this.#reconnect());
  }

  batch: Client['batch'] = (statements, mode) => this.#client.batch(statements, mode);
  migrate: Client['migrate'] = (statements) => this.#client.migrate(statements);
  sync: Client['sync'] = () => this.#client.sync();

  reconnect(): void {
    void this.#reconnect();
  }

  close(): void {
    this.#client.close();
  }

  /**
   * Runs `work` until the database is free to do it. Never called inside a transaction: BEGIN IMMEDIATE holds the
   * write lock, so nothing in it can meet SQLITE_BUSY.
   */
  async #whenFree<T>(work: () => Promise<T>): Promise<T> {
    const giveUpAt = performance.now() + BUSY_PATIENCE_MS;
    let pauseMs = BUSY_PAUSE_FIRST_MS;
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!isBusy(error) || performance.now() >= giveUpAt) throw error;
      }
      await this.#reconnect();
      await sleep(pauseMs * (0.5 + Math.random() / 2));
      pauseMs = Math.min(pauseMs * 2, BUSY_PAUSE_LONGEST_MS);
    }
  }

  async #reconnect(): Promise<void> {
    this.#client.reconnect();
    await this.#client.executeMultiple(CONNECTION_PRAGMAS);
  }
}

/** A transaction on the client's own connection. */
class ConnectionTransaction implements Transaction {
  readonly #client: Client;
  readonly #reconnect: () => Promise<void>;
  #isOpen = true;

  constructor(client: Client, reconnect: () => Promise<void>) {
    this.#client = client;
    this.#reconnect = reconnect;
  }

  get closed(): boolean {
    return !this.#isOpen;
  }

  execute(statement: InStatement): Promise<ResultSet> {
    return this.#client.execute(statement);
  }

  /** The client ends a transaction that is open after a script, so a script can't be part of one. */
  executeMultiple(): Promise<void> {
    return Promise.reject(new Error('inside a transaction, send one statement at a time'));
  }

  async batch(statements: InStatement[]): Promise<ResultSet[]> {
    const results: ResultSet[] = [];
    for (const statement of statements) results.push(await this.execute(statement));
    return results;
  }

  /** A refused COMMIT (a deferred constraint) leaves the transaction open: it is undone before the error goes on. */
  async commit(): Promise<void> {
    try {
      await this.#client.execute('COMMIT');
      this.#isOpen = false;
    } catch (error) {
      await this.rollback();
      throw error;
    }
  }

  /** Some faults (a full disk) undo the transaction by themselves; a new connection is clean in any case. */
  async rollback(): Promise<void> {
    this.#isOpen = false;
    try {
      await this.#client.execute('ROLLBACK');
    } catch (error) {
      if (!(error instanceof LibsqlError)) throw error;
      await this.#reconnect();
    }
  }

  /** The connection outlives the transaction. */
  close(): void {}
}

function isBusy(error: unknown): boolean {
  return error instanceof LibsqlError && error.code === 'SQLITE_BUSY';
}
