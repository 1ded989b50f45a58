import type { Database } from '../../../server/db/database.ts'

/** Where the servers of a world run, and what they keep. */
export interface Premises {
  /** The number of servers that share the database. */
  nodes: number
  /** Opens the database for one of them. */
  open(): Promise<Database>
  /** Keeps a copy of the database, while nobody has it open. */
  save(): Promise<void>
  /** Puts the copy in its place, while nobody has it open. */
  restore(): Promise<void>
  /** Breaks the servers' connections to the database, where there are any. */
  disconnect(): Promise<void>
}
