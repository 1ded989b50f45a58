import { openSqlite } from '../../../server/db/sqlite/open-sqlite.ts'
import { prune } from '../../../server/jobs/prune.ts'
import { benchContext } from './bench-context.ts'
import { machineMs } from './clock.ts'
import { OLDEST_ENTRY } from './log-entries.ts'
import { databaseFile } from './prepare-database.ts'

const DAY_MS = 86_400_000

/** A retention: the oldest day of the log pruned, by the server's own job without its pauses between two runs. */
export interface Retention {
  entries: number
  /** The job's own pauses after each batch are part of it. */
  seconds: number
  runs: number
}

/** Prunes the oldest day of the log of a database that nobody serves. */
export async function measureRetention(dataDir: string): Promise<Retention> {
  const db = await openSqlite({ file: databaseFile(dataDir) })
  try {
    const oldest = await db.read.get<{ at: number | null }>(OLDEST_ENTRY)
    const ctx = benchContext(db)
    const logRetentionMs = ctx.clock.now() - ((oldest?.at ?? ctx.clock.now()) + DAY_MS)
    const began = machineMs()
    let [entries, runs] = [0, 0]
    for (let pruned = -1; pruned !== 0; entries += pruned, runs++) {
      pruned = await prune({ ...ctx, policy: { ...ctx.policy, logRetentionMs } })
    }
    return { entries, runs, seconds: (machineMs() - began) / 1_000 }
  } finally {
    await db.close()
  }
}
