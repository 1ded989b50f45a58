import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'

/** Keys of which one statement writes the latest use. */
const AT_ONCE = 50

/** The latest uses of keys, gathered in memory. */
export interface KeyUses {
  /** Takes note that a key was used now; costs no statement. */
  note(keyId: string): void
  /** Writes what was noted since the last call. Rejects with `storage_unavailable`; then it is written the next time. */
  write(): Promise<void>
  /** Writes what is left, at a stop. Never rejects: uses of a minute are all that is lost. */
  close(): Promise<void>
}

/**
 * Makes the store of the latest uses of keys: a call costs no write of its own, and a key one a minute at most, which a
 * job makes. A crash loses the uses of a minute.
 */
export function createKeyUses({ db, clock, logger }: Pick<Context, 'db' | 'clock' | 'logger'>): KeyUses {
  let used = new Map<string, number>()

  async function write(): Promise<void> {
    const batch = used
    used = new Map()
    const rows = [...batch].toSorted()
    try {
      for (let i = 0; i < rows.length; i += AT_ONCE) {
        await db.write((tx) => writeUses(tx, rows.slice(i, i + AT_ONCE)))
      }
    } catch (error) {
      used = new Map([...batch, ...used])
      throw error
    }
  }

  return {
    note(keyId) {
      used.set(keyId, clock.now())
    },
    write,
    close: () =>
      write().catch((error: unknown) => logger.warn({ err: error }, 'when keys were used last could not be written')),
  }
}

async function writeUses(tx: Tx, rows: readonly (readonly [id: string, at: number])[]): Promise<void> {
  for (const [id, at] of rows)
    await tx.run('UPDATE api_keys SET last_used_at = ? WHERE id = ? AND COALESCE(last_used_at, 0) < ?', [at, id, at])
}
