import type { Sql } from '../database.ts'
import type { StorageLog } from '../storage-log.ts'

/** Commands between two checkpoints: so few that syncing the database does not hold up the COMMITs beside it. */
const EVERY_COMMANDS = 200
/** Pages. A write-ahead log that is longer shall begin again at its start. */
export const LONGEST_WAL = 25_000
/** Pages that may be left to copy when the writer is kept out for a moment: a few milliseconds' worth. */
const SMALL_REST = 1_000
/** Pages. The first warning; a further one follows each time that the length has doubled. */
const WARN_FROM = 2 * LONGEST_WAL

/** The answer of `PRAGMA wal_checkpoint`: pages in the log, and how many of them are in the database as well. */
interface Progress {
  busy: number
  log: number
  checkpointed: number
}

export interface Checkpoints {
  /** So many commands have been committed; call it between two transactions of the writer. */
  committed(commands: number): void
  /** Call it about once a second: empties a long log also when no more commands come. */
  tick(): void
  /** A write found no room: copies the log, and cuts it off when nobody reads it. Call it between two transactions. */
  makeRoom(): void
  /** Resolves when none is running. */
  idle(): Promise<void>
}

/**
 * Moves what was committed from SQLite's write-ahead log into the database, on a connection of its own, which must have
 * a busy timeout of 0. The writer never waits for a reader:
 *
 * - A PASSIVE checkpoint runs beside the writer, and copies as far as the oldest reader's snapshot allows.
 * - When the log is long and nearly everything is copied, the rest is copied between two transactions (RESTART, or
 *   TRUNCATE when the file has become far too large), and the log begins again. That needs the writer's lock, and is
 *   given up at once if a reader is in the way: with a busy timeout it would hold the lock for as long.
 * - After a write that found no room, both at once: a log at the limit of its size begins again at its start, and on a full
 *   disk its room is free for the database.
 *
 * While somebody reads one snapshot for a long time, the log grows; SQLite can do nothing about that
 * (sqlite.org/wal.html §6). A checkpoint that fails is repeated by the next one; nothing depends on it but the length
 * of the log.
 */
export function createCheckpoints(sql: Sql, log: StorageLog): Checkpoints {
  let commands = 0
  let length = 0
  let rest = 0
  let restartDue = false
  let warnFrom = WARN_FROM
  let running: Promise<void> | undefined

  async function copy(): Promise<void> {
    const progress = await sql.get<Progress>('PRAGMA wal_checkpoint(PASSIVE)')
    // Another program's checkpoint is under way.
    if (progress === undefined || progress.log < 0) return
    length = progress.log
    rest = length - progress.checkpointed
    restartDue = length > LONGEST_WAL && rest <= SMALL_REST
    if (length >= warnFrom) {
      log.warn(
        { walPages: length, notCopied: rest },
        'the write-ahead log grows, because another program has been reading the database for a long time',
      )
      warnFrom = 2 * length
    }
  }

  async function restart(mode = length > WARN_FROM ? 'TRUNCATE' : 'RESTART'): Promise<void> {
    restartDue = false
    const progress = await sql.get<Progress>(`PRAGMA wal_checkpoint(${mode})`)
    if (progress?.busy !== 0) return
    length = 0
    if (warnFrom > WARN_FROM) log.info({}, 'the write-ahead log is short again')
    warnFrom = WARN_FROM
  }

  async function shorten(): Promise<void> {
    await copy()
    if (length > 0 && rest === 0) await restart('TRUNCATE')
  }

  function begin(step = restartDue ? restart : copy): void {
    if (running !== undefined) return
    running = step()
      .catch(() => {})
      .finally(() => (running = undefined))
  }

  return {
    committed(count) {
      commands += count
      if (running !== undefined || (!restartDue && commands < EVERY_COMMANDS)) return
      if (!restartDue) commands = 0
      begin()
    },
    tick() {
      if (length > LONGEST_WAL) begin()
    },
    makeRoom: () => begin(shorten),
    async idle() {
      await running
    },
  }
}
