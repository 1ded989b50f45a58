import { CollisionError, StorageError } from '../storage-error.ts'
import { databaseNameOf } from './database-name.ts'

/** A command on a database that cannot be done. The message is for the operator; nothing was changed. */
export class DatabaseCommandError extends Error {
  override name = 'DatabaseCommandError'
}

/**
 * Turns an error of PostgreSQL or of the way to it into a {@link DatabaseCommandError} that names the database at `url`,
 * never its user and password; returns every other error unchanged.
 */
export function asCommandError(error: unknown, url: string): unknown {
  // The other side of a copy.
  if (error instanceof StorageError && error.message.startsWith('SQLITE')) return error
  const name = databaseNameOf(url)
  if (error instanceof StorageError && error.message === 'STANDBY')
    return new DatabaseCommandError(`${name} is a standby, which cannot be written to. Nothing was changed.`)
  const cause = error instanceof StorageError || error instanceof CollisionError ? (error.cause ?? error) : error
  if (!(cause instanceof Error)) return error
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
  // The driver's errors of the server have a severity; those of the network and of itself became a StorageError.
  if (cause === error && !('severity' in cause)) return error
  // Of a host with several addresses the message is empty.
  const said = cause.message === '' ? code : cause.message
  return new DatabaseCommandError(`${name} says no: ${said}. Nothing was changed.`, { cause: error })
}
