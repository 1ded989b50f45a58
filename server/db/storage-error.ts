/**
 * The refusal of the database itself: disk full, read-only, I/O error, corruption, or a server of it that is away. The
 * transaction is gone as a whole; where the connection broke at its COMMIT, nobody knows, and it may stand.
 */
export class StorageError extends Error {
  override name = 'StorageError'
}

/** Two transactions were in each other's way, and this one was ended as a whole: run again, it may well pass. */
export class CollisionError extends Error {
  override name = 'CollisionError'
}

/** SQLite's result codes after which it may already have rolled the transaction back (lang_transaction.html §2). */
const FATAL = new Set([
  'SQLITE_FULL',
  'SQLITE_IOERR',
  'SQLITE_READONLY',
  'SQLITE_CORRUPT',
  'SQLITE_NOTADB',
  'SQLITE_CANTOPEN',
  'SQLITE_NOMEM',
  'SQLITE_BUSY',
  'SQLITE_LOCKED',
  'SQLITE_INTERRUPT',
  'SQLITE_MISUSE',
])

/**
 * SQLSTATEs of PostgreSQL (appendix A of its manual) that speak of the server and not of the statement: connection (08),
 * login (28), no such database (3D), read-only, as a standby is (25006), ended while idle in a transaction (25P03), resources (53), no lock in
 * time (55P03), cancelled or shutting down (57), system (58), internal (XX).
 */
const FATAL_SQLSTATE = /^(08|28|3D|25006|25P03|53|55P03|57|58|XX)/

/** Node's codes of a connection that failed (errno(3)). */
const NETWORK = /^(ECONN|EPIPE|ETIMEDOUT|ENOENT|EHOST|ENET|EAI_|ENOTFOUND|EACCES)/

/** The messages of `pg` about a connection that is gone; they have no code. */
const BROKEN = /Connection terminated|not queryable|Client was closed|timeout expired/

/** Codes of OpenSSL and Node for a certificate or a handshake that was refused (tls.html, "X509 certificate error codes"). */
const TLS = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_|ERR_TLS_|ERR_SSL_|EPROTO)/
/** The messages of `pg` where the server has no TLS to give; they have no code. */
const NO_TLS = /SSL connection/

/**
 * serialization_failure, deadlock_detected, unique_violation of a row that another transaction has just written, and a
 * prepared statement whose table was altered by a newer server (feature_not_supported: "cached plan must not change").
 */
const COLLISION = new Set(['40001', '40P01', '23505', '0A000'])

/**
 * Turns a driver's error into a {@link StorageError} when it is about the storage, and into a {@link CollisionError} when
 * another transaction was in the way; returns every other error unchanged.
 */
export function asStorageError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StorageError || error instanceof CollisionError) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (COLLISION.has(code)) return new CollisionError(code, { cause: error })
  if (FATAL.has(code) || (code.length === 5 && FATAL_SQLSTATE.test(code)))
    return new StorageError(code, { cause: error })
  if (isOfConnection(error, code)) return new StorageError(code || 'CONNECTION', { cause: error })
  return error
}

function isOfConnection(error: Error, code: string): boolean {
  if (code === '') return BROKEN.test(error.message) || NO_TLS.test(error.message)
  return TLS.test(code) || (NETWORK.test(code) && 'syscall' in error)
}
