import { expect, it } from 'vitest'
import { startSmallRun } from '../lab/rig/small-run.ts'
import { attachStrace } from '../lab/rig/strace.ts'

const PAYMENTS = 25
const WAL_SYNC = /\b(fsync|fdatasync)\(\d+<[^>]*laidan\.db-wal>\)\s*=\s*0|<\.\.\. (fsync|fdatasync) resumed>\)\s*=\s*0/
const ANSWER = /\bwritev?\(\d+<socket:.*HTTP\/1\.1 204/
const TRACED = ['-e', 'trace=fsync,fdatasync,write,writev']

/** How many of the answers 204 had a sync of the log of the database, finished, between them and the answer before. */
function syncedAnswers(trace: readonly string[]): { answers: number; synced: number } {
  const count = { answers: 0, synced: 0 }
  let syncs = 0
  for (const line of trace) {
    if (WAL_SYNC.test(line)) syncs++
    if (!ANSWER.test(line)) continue
    count.answers++
    if (syncs > 0) count.synced++
    syncs = 0
  }
  return count
}

it('I1: the disk has confirmed each payment before it is answered (strace)', async (ctx) => {
  const run = await startSmallRun()
  const orders = []
  for (let i = 0; i < PAYMENTS; i++) orders.push(await run.place())
  const strace = await attachStrace(ctx, run.server().pid, TRACED)
  for (const order of orders) expect(await run.pay(order)).toMatchObject({ status: 204 })
  expect(syncedAnswers(await strace.detach())).toEqual({ answers: PAYMENTS, synced: PAYMENTS })
})

it('the trace notices a database that is not told to sync (strace)', async (ctx) => {
  const run = await startSmallRun({ mutant: 'never_syncs' })
  const orders = [await run.place(), await run.place(), await run.place()]
  const strace = await attachStrace(ctx, run.server().pid, TRACED)
  for (const order of orders) expect(await run.pay(order)).toMatchObject({ status: 204 })
  expect(syncedAnswers(await strace.detach())).toEqual({ answers: 3, synced: 0 })
})
