import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Order } from '../../shared/api/orders.ts'
import type { SnapshotFrame } from '../../shared/protocol/frames.ts'
import { entries, isReminder, isSnapshot, isWelcome } from '../support/frames.ts'
import { runChild } from '../support/run-child.ts'
import { tempDir } from '../support/temp-dir.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

/** How long payments may take on a busy machine. */
const PATIENT = { timeout: 100_000 }

/** As an operator runs it: a process of its own. */
async function command(dataDir: string, ...words: string[]): Promise<{ code: number | null; output: string }> {
  const child = runChild('server/main.ts', words, { DATA_DIR: dataDir, LOG_LEVEL: 'silent' })
  const { code } = await child.exited
  return { code, output: child.output() }
}

/** Callers that place and pay one order after the other until told to stop. `paid` grows with each answered payment. */
function startLoad(server: TestServer, callers: number): { paid: Order[]; stop(): Promise<void> } {
  const paid: Order[] = []
  let going = true
  const running = Array.from({ length: callers }, async () => {
    while (going) paid.push(await server.api.placePaid())
  })
  return {
    paid,
    async stop() {
      going = false
      await Promise.all(running)
    },
  }
}

it('a backup taken under load and restored: nothing acknowledged before is lost, every device is reset and told (I1, I13)', async () => {
  const server = await startTestServer()
  const [ahead, behind, gone] = [await server.api.pair(), await server.api.pair(), await server.api.pair()]
  const first = await server.api.placePaid()
  const away = await server.connect({ token: behind.token, autoAck: true })
  await away.synced()
  const oldCursor = (await away.until(isSnapshot)) as SnapshotFrame
  away.close()
  const device = await server.connect({ token: ahead.token, autoAck: true })
  await device.synced()

  const load = startLoad(server, 4)
  await expect.poll(() => load.paid.length, PATIENT).toBeGreaterThan(40)
  const before = [...load.paid]
  const copy = join(tempDir(), 'copy.db')
  expect(await command(server.dataDir, 'backup', copy)).toMatchObject({ code: 0 })
  const during = load.paid.length
  await expect.poll(() => load.paid.length, PATIENT).toBeGreaterThan(during + 20)
  await load.stop()
  const head = 1 + load.paid.length
  await device.until((frame) => isReminder(frame) && frame.seq === head)
  const newCursor = entries(device.frames).at(-1)?.cursor ?? null

  const refused = await command(server.dataDir, 'restore', copy)
  expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('already using') })
  await server.stop()
  expect(await command(server.dataDir, 'restore', copy)).toMatchObject({ code: 0 })
  const restored = await server.restart()

  // What was answered before the backup began is there, paid, and open.
  for (const { id, number } of [first, ...before]) {
    const { body } = await restored.api.call('GET', `/v1/orders/${id}`, { as: restored.api.orderingKey })
    expect(body).toMatchObject({ number, payStatus: 1 })
  }
  // New orders take positions that the lost ones had; still nobody is allowed to go on from them.
  const after = await Promise.all(Array.from({ length: 3 }, () => restored.api.placePaid()))
  for (const [token, cursor] of [
    [ahead.token, newCursor],
    [behind.token, oldCursor.cursor],
  ] as const) {
    const returned = await restored.connect({ token, cursor, autoAck: true })
    expect(await returned.until(isWelcome)).toMatchObject({ resumed: false, reason: 'epoch' })
    await returned.synced()
    const open = returned.frames.filter(isSnapshot).flatMap((part) => part.open.map(({ orderId }) => orderId))
    expect(open).toEqual(expect.arrayContaining([first, ...before, ...after].map(({ id }) => id)))
    expect(new Set(open).size).toBe(open.length)

    const next = await restored.api.placePaid()
    await returned.until((frame) => isReminder(frame) && frame.orderId === next.id)
  }
  // Resetting is for once: from the new epoch on, devices go on where they were.
  const fresh = await restored.connect({ token: gone.token, autoAck: true })
  const snapshot = (await fresh.until(isSnapshot)) as SnapshotFrame
  fresh.close()
  const back = await restored.connect({ token: gone.token, cursor: snapshot.cursor })
  expect(await back.until(isWelcome)).toMatchObject({ resumed: true })
})

it('the program refuses with one line, and with an exit code of its own for words it does not know', async () => {
  const dir = tempDir()
  const missing = await command(dir, 'restore', join(dir, 'none'))
  expect(missing).toMatchObject({ code: 1, output: expect.stringMatching(/^There is no file .*none\.\s*$/) })
  expect(await command(dir, 'backup')).toMatchObject({ code: 2, output: expect.stringContaining('takes one file') })
})
