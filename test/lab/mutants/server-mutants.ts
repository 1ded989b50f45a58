import type { Context } from '../../../server/context/context.ts'
import type { Sql } from '../../../server/db/database.ts'
import type { Seam } from './seam.ts'
import { answersBeforeCommit, neverSyncs } from './server/storage.ts'
import { wakesAll } from './server/wakes-other-stores.ts'

/**
 * Servers with one fault each, to see that the checks notice. Made by wrappers around what its modules export, and
 * around what it is given to store with and to wake with; nothing that is shipped knows of them.
 */
export type MutantName =
  | 'answers_before_commit'
  | 'burns_positions'
  | 'closes_twice'
  | 'commits_halfway'
  | 'commits_out_of_order'
  | 'does_not_log_the_end'
  | 'fails_once'
  | 'forgets_its_answers'
  | 'forgets_the_log'
  | 'keeps_the_ladder_in_memory'
  | 'loses_wakes'
  | 'loses_wakes_and_polls'
  | 'never_syncs'
  | 'numbers_outside_the_transaction'
  | 'resumes_by_seq_alone'
  | 'rings_again_for_a_duplicate'
  | 'skips_an_entry'
  | 'snapshots_without_the_newest'
  | 'takes_any_amount'
  | 'wakes_other_stores'

export interface Mutant {
  /** In the code of the process. */
  seams?: readonly Seam[]
  sql?(sql: Sql): Sql
  wake?(wake: Context['wake']): Context['wake']
  /** Whether what asks to be run every so many milliseconds is run. */
  runs?(everyMs: number): boolean
}

const POLL_MS = 1_000

const APPEND = { module: 'server/log/append-log.ts', export: 'appendEntries' }
const POSITIONS = { module: 'server/log/append-log.ts', export: 'takePositions' }
const RAISE = { module: 'server/reminders/raise-reminder.ts', export: 'raiseReminders' }
const RECORDER = { module: 'server/commands/record-payment.ts', export: 'createPaymentRecorder' }
const WRITE_ONCE = { module: 'server/http/routing/idempotency.ts', export: 'writeOnce' }
const RESUME = { module: 'server/sockets/resume.ts', export: 'decideResume' }
const OPEN_SET = { module: 'server/sockets/resume.ts', export: 'readOpenSet' }
const PUMP = { module: 'server/sockets/pump.ts', export: 'Pump' }

const at = (seam: Omit<Seam, 'by'>, by: URL): Mutant => ({ seams: [{ ...seam, by }] })

const FAILS_ONCE = { ...APPEND, by: new URL('./server/fails-once.ts', import.meta.url) }
const OUTSIDE = { ...POSITIONS, by: new URL('./server/numbers-outside-the-transaction.ts', import.meta.url) }

export const MUTANTS: Record<MutantName, Mutant> = {
  answers_before_commit: { sql: answersBeforeCommit },
  burns_positions: at(POSITIONS, new URL('./server/burns-positions.ts', import.meta.url)),
  closes_twice: at(APPEND, new URL('./server/closes-twice.ts', import.meta.url)),
  commits_halfway: at(RAISE, new URL('./server/commits-halfway.ts', import.meta.url)),
  commits_out_of_order: at(APPEND, new URL('./server/commits-out-of-order.ts', import.meta.url)),
  does_not_log_the_end: at(APPEND, new URL('./server/does-not-log-the-end.ts', import.meta.url)),
  fails_once: { seams: [FAILS_ONCE] },
  forgets_its_answers: at(WRITE_ONCE, new URL('./server/forgets-its-answers.ts', import.meta.url)),
  forgets_the_log: at(APPEND, new URL('./server/forgets-the-log.ts', import.meta.url)),
  keeps_the_ladder_in_memory: at(RAISE, new URL('./server/keeps-the-ladder-in-memory.ts', import.meta.url)),
  loses_wakes: { wake: () => () => {} },
  loses_wakes_and_polls: { wake: () => () => {}, runs: (everyMs) => everyMs !== POLL_MS },
  never_syncs: { sql: neverSyncs },
  numbers_outside_the_transaction: { seams: [OUTSIDE, FAILS_ONCE] },
  resumes_by_seq_alone: at(RESUME, new URL('./server/resumes-by-seq-alone.ts', import.meta.url)),
  rings_again_for_a_duplicate: at(RECORDER, new URL('./server/rings-again-for-a-duplicate.ts', import.meta.url)),
  skips_an_entry: at(PUMP, new URL('./server/skips-an-entry.ts', import.meta.url)),
  snapshots_without_the_newest: at(OPEN_SET, new URL('./server/snapshots-without-the-newest.ts', import.meta.url)),
  takes_any_amount: at(RECORDER, new URL('./server/takes-any-amount.ts', import.meta.url)),
  wakes_other_stores: { wake: wakesAll },
}
