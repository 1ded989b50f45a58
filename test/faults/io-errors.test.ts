import { describe, expect, it } from 'vitest'
import { explain } from '../lab/check/check-history.ts'
import { type SmallRun, startSmallRun } from '../lab/rig/small-run.ts'
import { attachStrace } from '../lab/rig/strace.ts'

/** What really goes wrong beneath SQLite, made by strace in its system calls: nothing in the server knows of it. */

const wal = (run: SmallRun) => ['-P', `${run.dataDir}/laidan.db-wal`]
const refused = { status: 503, body: { code: 'storage_unavailable' } }
/** The short form kills at every so many writes; the long form at each. */
const EVERY = process.env['FAULTS_KILLS'] === undefined ? 7 : 1

describe('system calls that fail (strace)', () => {
  it.for([
    { what: 'a sync that fails with EIO', calls: 'fsync,fdatasync', error: 'EIO' },
    { what: 'a write that fails with EIO', calls: 'pwrite64', error: 'EIO' },
    { what: 'a write that fails with ENOSPC', calls: 'pwrite64', error: 'ENOSPC' },
  ])('I1 I4: $what: 503, nothing is paid, and all is taken when the disk is well again', async (fault, ctx) => {
    const run = await startSmallRun()
    await run.paid()
    const orders = [await run.place(), await run.place(), await run.place()]
    const inject = ['-e', `inject=${fault.calls}:error=${fault.error}`]
    const strace = await attachStrace(ctx, run.server().pid, [...wal(run), ...inject])
    for (const order of orders) {
      expect(await run.pay(order)).toMatchObject(refused)
      expect(await run.look(order)).toMatchObject({ status: 1, payStatus: 0 })
    }
    await strace.detach()
    for (const order of orders) {
      expect(await run.pay(order)).toMatchObject({ status: 204 })
      expect(await run.look(order)).toMatchObject({ status: 2, payStatus: 1 })
    }
    await run.device.until(({ seq }) => seq === 4)
    await run.kill()
    expect(explain(await run.check({ atRest: true }))).toEqual([])
  })

  it('I1 I4: killed after a sync that failed, the payment is there as a whole or not at all', async (ctx) => {
    const run = await startSmallRun()
    const order = await run.place()
    const strace = await attachStrace(ctx, run.server().pid, [...wal(run), '-e', 'inject=fsync,fdatasync:error=EIO'])
    expect(await run.pay(order)).toMatchObject(refused)
    await run.kill()
    await strace.detach()
    expect(explain(await run.check({ atRest: false }))).toEqual([])
    await run.start()
    expect(await run.pay(order)).toMatchObject({ status: 204 })
    await run.device.until(({ seq }) => seq === 1)
    await run.kill()
    expect(explain(await run.check({ atRest: true }))).toEqual([])
  })

  it('I1 I2 I4: killed in the middle of a COMMIT, between its writes', { timeout: 600_000 }, async (ctx) => {
    const run = await startSmallRun()
    const first = await run.place()
    const counting = await attachStrace(ctx, run.server().pid, [...wal(run), '-e', 'trace=pwrite64'])
    expect(await run.pay(first)).toMatchObject({ status: 204 })
    const writes = (await counting.detach()).filter((line) => line.includes('pwrite64(')).length
    expect(writes).toBeGreaterThan(20)

    let paid = 1
    for (let at = 1; at <= writes; at += EVERY) {
      const order = await run.place()
      const server = run.server()
      const inject = ['-e', `inject=pwrite64:signal=SIGKILL:when=${at}`]
      await attachStrace(ctx, server.pid, [...wal(run), ...inject])
      await expect(run.pay(order), `killed at write ${at} of ${writes}`).rejects.toThrow()
      expect(await server.exited).toMatchObject({ signal: 'SIGKILL' })
      expect(explain(await run.check({ atRest: false })), `killed at write ${at}`).toEqual([])
      await run.start()
      expect(await run.pay(order)).toMatchObject({ status: 204 })
      paid++
    }
    process.stdout.write(`a COMMIT: killed at ${paid - 1} of its ${writes} writes\n`)
    await run.device.until(({ seq }) => seq === paid)
    await run.kill()
    expect(explain(await run.check({ atRest: true }))).toEqual([])
  })
})
