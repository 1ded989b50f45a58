import { describe, expect, it } from 'vitest'
import { explain } from '../lab/check/check-history.ts'
import { readDatabase } from '../lab/check/read-database.ts'
import { mountSmallDisk } from '../lab/rig/small-disk.ts'
import { type SmallRun, startSmallRun } from '../lab/rig/small-run.ts'
import { runChild } from '../support/run-child.ts'

const DISK_KB = 4_096
/** More than can be paid for on the disk. */
const MOST = 600

/** Places and pays orders until one is refused, and says how each was answered. */
async function payUntilRefused(run: SmallRun): Promise<number> {
  for (let paid = 0; paid < MOST; paid++) {
    const order = await run.place().catch(() => undefined)
    if (order === undefined) return paid
    const { status, body } = await run.pay(order)
    if (status === 204) continue
    expect({ status, body }).toMatchObject({ status: 503, body: { code: 'storage_unavailable' } })
    return paid
  }
  throw new Error('the disk is too large')
}

describe('a disk without room (a mounted file system)', () => {
  it('I1: payments are refused while it is full, taken when it is not, without a restart', async (ctx) => {
    const disk = mountSmallDisk(ctx, DISK_KB)
    const run = await startSmallRun({ dataDir: disk.dir })
    const orders = await Promise.all(Array.from({ length: 10 }, () => run.place()))
    await run.paid()
    disk.fill()
    const replies = []
    const readiness = []
    for (const order of orders) {
      const reply = await run.pay(order)
      replies.push(reply)
      // The log makes room for those that follow, as far as the database itself has any.
      if (reply.status !== 204) readiness.push(await run.ready())
    }
    const refused = replies.filter(({ status }) => status !== 204)
    expect(refused.length).toBeGreaterThan(0)
    for (const reply of refused) expect(reply).toMatchObject({ status: 503, body: { code: 'storage_unavailable' } })
    expect(readiness[0]).toMatchObject({ status: 503, body: { fault: 'disk' } })
    for (const [index, order] of orders.entries()) {
      expect((await run.look(order)).payStatus).toBe(replies[index]?.status === 204 ? 1 : 0)
    }

    disk.free()
    for (const order of orders) expect(await run.pay(order)).toMatchObject({ status: 204 })
    expect(await run.ready()).toMatchObject({ status: 200 })
    await run.device.until(({ seq }) => seq === orders.length + 1)
    await run.kill()
    expect(explain(await run.check({ atRest: true }))).toEqual([])
  })

  it('I1: filled by the database itself and killed there: what was answered is there after the next start', async (ctx) => {
    const disk = mountSmallDisk(ctx, DISK_KB)
    const run = await startSmallRun({ dataDir: disk.dir })
    const paid = await payUntilRefused(run)
    expect(paid).toBeGreaterThan(10)
    await run.kill()
    const left = await readDatabase(disk.dir)
    expect(left.payments.filter(({ state }) => state === 'applied')).toHaveLength(paid)

    // A human makes room.
    disk.remount(`size=${2 * DISK_KB}k`)
    await run.start()
    await run.paid()
    await run.device.until(({ seq }) => seq === paid + 1)
    await run.kill()
    expect(explain(await run.check({ atRest: true }))).toEqual([])
  })
})

describe('a folder that cannot be written to (a mounted file system)', () => {
  it('the server does not start, and says what is wrong; writable again, it starts', async (ctx) => {
    const disk = mountSmallDisk(ctx, DISK_KB)
    const run = await startSmallRun({ dataDir: disk.dir })
    await run.paid()
    await run.kill()
    disk.remount('ro')
    const refused = runChild('server/main.ts', [], { DATA_DIR: disk.dir, PORT: '0' })
    expect((await refused.exited).code).toBe(1)
    expect(refused.output()).toMatch(/read.?only|SQLITE_READONLY|SQLITE_CANTOPEN/i)
    disk.remount('rw')
    await run.start()
    await run.device.until(({ seq }) => seq === 1)
    await run.kill()
    expect(explain(await run.check({ atRest: true }))).toEqual([])
  })
})
