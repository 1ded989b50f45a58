import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Violation } from '../check/history.ts'
import type { MutantName } from '../mutants/server-mutants.ts'
import { runDir } from '../rig/run-dir.ts'
import { type SmallRun, startSmallRun } from '../rig/small-run.ts'
import type { Story } from './mutation.ts'

const POLL_MS = 1_000
/** A device of a faulty server that is not at the head by then is behind. */
const FAULTY_SETTLES_MS = 300
const REAL_SETTLES_MS = 90_000

/** Two stores, and one of everything that is promised. */
async function day(mutant?: MutantName): Promise<Violation[]> {
  const run = await startSmallRun({ stores: 2, ...(mutant !== undefined && { mutant }) })
  const first = await run.place(0)
  await payUntilTaken(run, first)
  await run.pay(first)
  await payUntilTaken(run, await run.place(1))
  const second = await run.place(0)
  await run.pay(second, 99)
  await payUntilTaken(run, second)
  await run.confirm(first)
  await run.confirm(first)
  await payUntilTaken(run, await run.place(1))
  run.server().tick(POLL_MS)
  await run.settle(isFault(mutant) ? FAULTY_SETTLES_MS : REAL_SETTLES_MS)
  await run.beginAnew()
  await run.kill()
  return await run.check({ atRest: true })
}

/** As a provider does: what is answered with 5xx is sent again. */
async function payUntilTaken(run: SmallRun, order: Awaited<ReturnType<SmallRun['place']>>): Promise<void> {
  for (let tries = 0; tries < 3; tries++) if ((await run.pay(order)).status < 500) return
}

async function killedInAPayment(mutant?: MutantName): Promise<Violation[]> {
  const run = await startSmallRun({ ...(mutant !== undefined && { mutant }) })
  const order = await run.place()
  await run.server().arm({ at: 1, match: 'before INSERT INTO reminders (' })
  // The answer never comes.
  await run.pay(order).catch(() => {})
  await run.kill()
  return await run.check({ atRest: false })
}

/** What a backup had forgotten is made up for by other payments before the device is back. */
async function restored(mutant?: MutantName): Promise<Violation[]> {
  const run = await startSmallRun()
  await run.paid()
  await run.device.until(({ seq }) => seq === 1)
  await run.kill()
  const backup = join(runDir('backup'), 'data')
  cpSync(run.dataDir, backup, { recursive: true })
  await run.start()
  await run.paid()
  await run.paid()
  await run.device.until(({ seq }) => seq === 3)
  await run.kill()
  for (const name of ['laidan.db', 'laidan.db-wal', 'laidan.db-shm']) rmSync(join(run.dataDir, name), { force: true })
  cpSync(backup, run.dataDir, { recursive: true })
  run.forget()
  await run.serve(mutant)
  for (let i = 0; i < 3; i++) await run.paid()
  await run.connect()
  await run.settle(isFault(mutant) ? FAULTY_SETTLES_MS : REAL_SETTLES_MS)
  await run.kill()
  return await run.check({ atRest: true, restored: true })
}

const HARMLESS: readonly MutantName[] = ['fails_once', 'loses_wakes']

function isFault(mutant: MutantName | undefined): boolean {
  return mutant !== undefined && !HARMLESS.includes(mutant)
}

/** Servers in processes of their own, judged by what they leave on the disk and what their devices were told. */
export const SERVER_STORIES: readonly Story<MutantName>[] = [
  {
    title: 'two stores and one of everything',
    tell: day,
    harmless: HARMLESS,
    faults: [
      { fault: 'answers_before_commit', title: 'a payment is answered before its COMMIT', breaks: ['I1'] },
      { fault: 'forgets_the_log', title: 'a reminder is not on the log', breaks: ['I1', 'I2'] },
      { fault: 'burns_positions', title: 'positions as a sequence gives them, with holes', breaks: ['I2'] },
      {
        fault: 'numbers_outside_the_transaction',
        title: 'a position that a rollback does not take back, as of a sequence',
        breaks: ['I2'],
      },
      { fault: 'commits_out_of_order', title: 'position 1 is committed after position 2, or never', breaks: ['I2'] },
      { fault: 'does_not_log_the_end', title: 'an answered reminder is not closed on the log', breaks: ['I6', 'I9'] },
      { fault: 'closes_twice', title: 'a reminder is closed twice', breaks: ['I9'] },
      { fault: 'rings_again_for_a_duplicate', title: 'a repeated notice of payment rings again', breaks: ['I4'] },
      { fault: 'takes_any_amount', title: 'a payment of another amount pays the order', breaks: ['I4'] },
      { fault: 'forgets_its_answers', title: 'the idempotency key is not remembered', breaks: ['I11'] },
      { fault: 'keeps_the_ladder_in_memory', title: 'when a reminder is due again is not stored', breaks: ['I10'] },
      { fault: 'wakes_other_stores', title: 'the wake of a store reaches the devices of others', breaks: ['I12'] },
      { fault: 'loses_wakes_and_polls', title: 'wakes and polls are lost', breaks: ['I7'] },
      { fault: 'skips_an_entry', title: 'the pump leaves an entry out', breaks: ['I5', 'I7'] },
      { fault: 'snapshots_without_the_newest', title: 'a snapshot is older than its position', breaks: ['I6'] },
    ],
  },
  {
    title: 'killed in the middle of a payment',
    tell: killedInAPayment,
    faults: [{ fault: 'commits_halfway', title: 'a payment takes two transactions', breaks: ['I1'] }],
  },
  {
    title: 'restored from a backup, and written to again',
    tell: restored,
    faults: [{ fault: 'resumes_by_seq_alone', title: 'a cursor is taken for its seq alone', breaks: ['I13'] }],
  },
]
