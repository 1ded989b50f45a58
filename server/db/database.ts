import type { Knex } from 'knex'

export type SqlValue = string | number | null

/**
 * Plain SQL with `?` for values, in the words that SQLite and PostgreSQL share. Statements are prepared once and kept,
 * so the text must not be built from values. 64-bit integers arrive as numbers.
 */
export interface Sql {
  /** Runs a statement; resolves to the number of rows it changed. */
  run(sql: string, values?: readonly SqlValue[]): Promise<number>
  /** Resolves to the first row, or `undefined`. Also for `… RETURNING`. */
  get<Row>(sql: string, values?: readonly SqlValue[]): Promise<Row | undefined>
  /** Resolves to every row. */
  all<Row>(sql: string, values?: readonly SqlValue[]): Promise<Row[]>
}

/** The database inside a command's transaction. */
export interface Tx extends Sql {
  /**
   * Runs `task` in the transaction when the command is through: for rows that are the last that a transaction locks
   * (docs/decisions/0026). When it rejects, so does the command.
   */
  atEnd(task: () => Promise<void>): void
  /** Runs `task` once the command's work is on disk; never when it is not. */
  afterCommit(task: () => void): void
  /** Runs `step`; when it rejects, its own changes alone are undone, and the error is passed on. */
  attempt<T>(step: () => Promise<T>): Promise<T>
}

/**
 * A command for many items, which costs little more than a command for one. Resolves to a result for each item, in
 * their order; an Error is that item's refusal, and undoes nothing of the others.
 */
export type BatchCommand<Item, Result> = (tx: Tx, items: readonly Item[]) => Promise<(Result | Error)[]>

/** How the storage is. */
export interface StorageStatus {
  /**
   * Why nothing that is written now would last: a file was removed, moved or replaced (`database_gone`), or was cut short
   * or is damaged (`disk`), which no later write mends; or the database's server is out of reach (`database_away`), for now.
   */
  fault: 'database_gone' | 'disk' | 'database_away' | undefined
  /** The number of groups that the storage has refused so far; nothing when the last group was committed. */
  refused: number | undefined
  /** Size of the write-ahead log, in bytes; absent where it is not ours to look after. */
  walBytes: number | undefined
  /** How it goes beside other servers; absent where this one is alone. */
  shared?: SharedStatus
}

/** How this server goes about with a database that others write to as well. */
export interface SharedStatus {
  /** Connections that stand. */
  connections: number
  /** Connections that wait for an answer. */
  busy: number
  /** Groups that met another server's transaction and were run again. */
  collisions: number
  /** Rows read from the feed. */
  feedRows: number
  /** Milliseconds since the feed was read last. */
  feedLagMs: number
}

/** Work of any server of the database, this one included. Each may be told more than once. */
export type News =
  /** A store's log has grown to `head`. */
  | { topic: 'heads'; storeId: string; head: number }
  /** A device was revoked. */
  | { topic: 'revoked'; deviceId: string }
  /** A device has joined a server. Of one device the larger `order` is the later. */
  | { topic: 'joined'; deviceId: string; nodeId: string; session: number; order: number }
  /** The facts of a store that its devices are told have changed. */
  | { topic: 'store'; storeId: string }
  /** Portions of an order were struck off; `struck` is the column of its row. */
  | { topic: 'struck'; storeId: string; orderId: number; struck: string }

/** How a server hears of what others have written to the same database. */
export interface Feed {
  /**
   * Resolves to the news since the last look; at the first look there are none. `doubt`: the database was out of sight,
   * and may have come back with less than was read of it before. Rejects with `storage_unavailable`.
   */
  look(): Promise<{ news: News[]; doubt: boolean }>
  /**
   * Calls `listener` as soon as a connection is known to be gone, before anything is written through a new one: what is
   * known of the logs may be of another history from then on. The next look tells it too.
   */
  onLost(listener: () => void): void
}

export interface Database {
  /**
   * Runs a command in the single writer. It resolves or rejects only after the COMMIT of the group it was part of,
   * so an answer never speaks of something that is not on disk (I1). Rejects with `storage_unavailable` when the
   * disk refused; then nothing was changed. A command may be run again from its beginning, with nothing left of the
   * earlier run: its effects outside of the transaction belong into `afterCommit`.
   */
  write<T>(command: (tx: Tx) => Promise<T>): Promise<T>
  /**
   * Makes a function that carries out `command` for one item, as `write` does. Items that wait for the writer at the
   * same moment share one call of `command`. Rejects as `write`, and with the item's refusal.
   */
  batched<Item, Result>(command: BatchCommand<Item, Result>): (item: Item) => Promise<Result>
  /** Reads committed data. Each statement is one consistent view. */
  read: Sql
  /** The query builder over the same reading connection, for searches whose shape is not known beforehand. */
  query: Knex
  /** Looks at the storage; cheap. */
  status(): StorageStatus
  /** Where others write to this database as well; absent where this server is the only one. */
  feed?: Feed
  /**
   * Reads the clock of the database's machine, milliseconds since 1970; absent where it is this one's. Rejects with
   * `storage_unavailable`.
   */
  now?(): Promise<number>
  /**
   * Runs `task` while no other server of this database does so: what a start does to a database that may be new. Rejects
   * with the error of the task, and with `storage_unavailable`.
   */
  alone<T>(task: () => Promise<T>): Promise<T>
  close(): Promise<void>
}
