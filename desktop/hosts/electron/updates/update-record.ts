import * as z from 'zod'
import { loadState } from '../../../core/load-state.ts'
import type { Logger, StateFile } from '../../../core/ports.ts'

const newsSchema = z.object({ version: z.string(), notes: z.string() })

const recordSchema = z.object({
  /** An installation that was begun: from which version, to which, how often by now, when (wall time). */
  attempt: newsSchema
    .extend({ from: z.string(), count: z.int().min(1), at: z.number(), restart: z.boolean() })
    .nullable()
    .catch(null),
  /** The notes of the version that runs, until somebody has read them. */
  news: newsSchema.nullable().catch(null),
  /** The dates of the newest manifest that was followed, wall time: an older one is not followed any more. */
  manifest: z.object({ signedAt: z.number(), expiresAt: z.number() }).nullable().catch(null),
})
export type UpdateRecord = Readonly<z.infer<typeof recordSchema>>

/** The record that outlives the restart that an installation is. */
export interface UpdateRecordStore {
  get(): UpdateRecord
  /** Rejects when the record cannot be stored; `get` then still tells the former one. */
  change(patch: Partial<UpdateRecord>): Promise<void>
}

/** Reads the record; one that does not parse counts as empty. Never rejects. */
export async function loadUpdateRecord(file: StateFile, log: Logger): Promise<UpdateRecordStore> {
  let record = (await loadState(file, recordSchema, log)) ?? recordSchema.parse({})
  return {
    get: () => record,
    async change(patch) {
      const next = { ...record, ...patch }
      await file.write(JSON.stringify(next, null, 2))
      record = next
    },
  }
}
