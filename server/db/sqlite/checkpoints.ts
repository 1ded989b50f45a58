import type { Sql } from '../database.ts'

/** Commands between two checkpoints: so few that syncing the database does not hold up the COMMITs beside it. */
const EVERY_COMMANDS = 200
/** Pages. A log that has grown beyond this is emptied while the writer waits; it takes a fraction of a second. */
export const LONGEST_WAL = 25_000

export interface Checkpoints {
  /** So many commands have been committed. */
  committed(commands: number): void
  /** Resolves when none is running. */
  idle(): Promise<void>
}

/**
 * Moves what was committed from SQLite's write-ahead log into the database, on a connection of its own: left to the
 * writer, every so many payments one would wait for the whole move. A checkpoint that fails is repeated by the next
 * one; nothing depends on it but the size of the log (sqlite.org/wal.html).
 */
export function createCheckpoints(sql: Sql): Checkpoints {
  let commands = 0
  let running: Promise<void> | undefined

  async function checkpoint(): Promise<void> {
    const passive = await sql.get<{ log: number }>('PRAGMA wal_checkpoint(PASSIVE)')
    if ((passive?.log ?? 0) > LONGEST_WAL) await sql.get('PRAGMA wal_checkpoint(RESTART)')
  }

  return {
    committed(count) {
      commands += count
      if (commands < EVERY_COMMANDS || running !== undefined) return
      commands = 0
      running = checkpoint()
        .catch(() => {})
        .finally(() => (running = undefined))
    },
    async idle() {
      await running
    },
  }
}
