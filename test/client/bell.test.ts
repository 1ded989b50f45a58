import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { pairDevice } from '../../packages/client/src/pair-device.ts'
import type { BellOptions, BellPhase } from '../../packages/client/src/reminders/bell-options.ts'
import type { BellState } from '../../packages/client/src/reminders/reminder.ts'
import { ReminderBell } from '../../packages/client/src/reminders/reminder-bell.ts'
import { FUTURE, reminderOf } from '../support/future-frames.ts'
import { startFutureServer } from '../support/future-server.ts'
import { createManualClock } from '../support/manual-clock.ts'
import { pass } from '../support/pass-time.ts'
import { freePort } from '../support/ports.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { until } from '../support/until.ts'

const DEVICE = { app: 'kitchen', version: '1', platform: 'test' }
const SHOWN = { speech: 'none', notification: 'none', dialog: 'ok' }

interface Kitchen {
  bell: ReminderBell
  /** `ring {number} {n}`, `end {number} {state}`, `now {phase}`, in order. */
  said: string[]
  phase(): BellPhase
  /** What is on the disk. */
  kept(): BellState
}

/** A bell that notes what it does, from the state that another one has kept. */
function openKitchen(
  server: Pick<TestServer, 'url'>,
  token: string,
  state?: BellState,
  more: Partial<BellOptions> = {},
): Kitchen {
  const said: string[] = []
  let phase: BellPhase = 'stopped'
  let kept: BellState | undefined = state
  const bell = new ReminderBell({
    ...{ url: server.url, token, state, device: DEVICE, WebSocket },
    save: (changed) => {
      kept = structuredClone(changed)
    },
    ring({ content, n }) {
      said.push(`ring ${content.replace('订单号：', '')} ${n}`)
      return SHOWN
    },
    ended: ({ content }, { state: how, by }) => {
      said.push(`end ${content.replace('订单号：', '')} ${how}${by?.name === undefined ? '' : ` ${by.name}`}`)
    },
    phase: (now) => {
      phase = now
    },
    ...more,
  })
  onTestFinished(() => bell.stop())
  bell.start()
  return {
    bell,
    said,
    phase: () => phase,
    kept() {
      if (kept === undefined) throw new Error('nothing was kept')
      return kept
    },
  }
}

async function startShop(port = 0) {
  const clock = createManualClock()
  const server = await startTestServer({ clock, env: { PORT: String(port), SPREAD_MS: '0' } })
  return { clock, server, token: (await server.api.pair()).token }
}

const acked = async ({ running }: TestServer) =>
  (await running.ctx.db.read.get<{ seq: number }>('SELECT MAX(acked_seq) AS seq FROM devices', []))?.seq

describe('a bell', () => {
  it('is paired by a code, rings once for each n, says who answered, and lets the server know', async () => {
    const { clock, server } = await startShop()
    const { api, storeId } = server
    const { body } = await api.call('POST', `/v1/stores/${storeId}/pairing-codes`, { as: api.operatorKey })
    const { code } = body as { code: string }
    const paired = await pairDevice(server, { code, name: '厨房', platform: 'test' })
    expect(paired.store.id).toBe(storeId)
    await expect(pairDevice(server, { code, name: '厨房', platform: 'test' })).rejects.toMatchObject({
      code: 'pairing_code_invalid',
    })

    const kitchen = openKitchen(server, paired.token)
    await until('it is in sync', () => kitchen.phase() === 'in_sync')
    const order = await api.placePaid({ number: 'A-1' })
    await until('it has rung', () => kitchen.said.length === 1)
    await pass(server, clock, 31_000)
    await until('it has rung again', () => kitchen.said.length === 2)
    expect(kitchen.bell.open).toMatchObject([{ orderId: order.id, n: 2, rung: 2 }])
    const { token } = await api.pair()
    await api.move(token, order.id, 'confirm')
    await until('it has ended', () => kitchen.said.length === 3)
    expect(kitchen.said).toEqual(['ring A-1 1', 'ring A-1 2', 'end A-1 acknowledged 前台'])
    await until('the end is kept', () => kitchen.kept().open.length === 0 && kitchen.kept().seq === 3)
    await pass(server, clock, 1_000)
    const receipts = await server.running.ctx.db.read.all('SELECT n, outcome FROM receipts ORDER BY n', [])
    expect(receipts).toEqual([1, 2].map((n) => ({ n, outcome: JSON.stringify(SHOWN) })))
  })

  it('goes on from what it kept: nothing twice, nothing left out, through restarts of both', async () => {
    const { server, token } = await startShop(await freePort())
    const first = openKitchen(server, token)
    await until('it is in sync', () => first.phase() === 'in_sync')
    const before = await server.api.placePaid({ number: 'A-1' })
    await until('the ring is kept', () => first.kept().open[0]?.rung === 1)
    const again = await server.restart()
    await again.api.placePaid({ number: 'A-2' })
    await until('the second ring is kept', () => first.kept().open[1]?.rung === 1)
    expect(first.said).toEqual(['ring A-1 1', 'ring A-2 1'])

    first.bell.stop()
    const { token: counter } = await again.api.pair()
    await again.api.move(counter, before.id, 'confirm')
    await again.api.placePaid({ number: 'A-3' })
    const second = openKitchen(again, token, first.kept())
    await until('it has rung for what it missed', () => second.said.length === 2)
    expect(second.said).toEqual(['end A-1 acknowledged 前台', 'ring A-3 1'])
  })

  it('takes a snapshot after a restore: what is gone has ended, what is open rings once', async () => {
    const { server, token } = await startShop()
    const first = openKitchen(server, token)
    await until('it is in sync', () => first.phase() === 'in_sync')
    const order = await server.api.placePaid({ number: 'A-1' })
    await until('the ring is kept', () => first.kept().open[0]?.rung === 1)
    first.bell.stop()
    await server.running.ctx.db.write((tx) => tx.run("UPDATE stores SET epoch = 'ep_another'"))
    const { token: counter } = await server.api.pair()
    await server.api.move(counter, order.id, 'confirm')
    await server.api.placePaid({ number: 'A-2' })
    const second = openKitchen(server, token, first.kept())
    await until('both are said', () => second.said.length === 2)
    expect(second.said).toEqual(['end A-1 gone', 'ring A-2 1'])
  })

  it('acknowledges nothing that is not kept, rings all the same, and keeps it later', async () => {
    const { clock, server, token } = await startShop()
    let full = true
    const faults: unknown[] = []
    const bellClock = createManualClock()
    const said: string[] = []
    const bell = new ReminderBell(
      {
        ...{ url: server.url, token, device: DEVICE, WebSocket },
        save() {
          if (full) throw new Error('ENOSPC')
        },
        ring: ({ n }) => {
          said.push(`ring ${n}`)
          return SHOWN
        },
        fault: (error) => faults.push(error),
      },
      { clock: bellClock },
    )
    onTestFinished(() => bell.stop())
    bell.start()
    await until('it has a snapshot', () => faults.length > 0)
    await server.api.placePaid()
    await until('it has rung', () => said.length === 1)
    await pass(server, clock, 1_000)
    expect(await acked(server)).toBe(0)
    full = false
    bellClock.advance(5_000)
    await until('it is acknowledged', async () => {
      await pass(server, clock, 1_000)
      return (await acked(server)) === 1
    })
  })

  it('stops for good when it is shut out, and says so', async () => {
    const { server } = await startShop()
    const { token, deviceId } = await server.api.pair()
    const kitchen = openKitchen(server, token)
    await until('it is in sync', () => kitchen.phase() === 'in_sync')
    await server.api.call('DELETE', `/v1/devices/${deviceId}`, { as: server.api.operatorKey })
    await until('it is refused', () => kitchen.phase() === 'refused')
  })

  it('lives with a newer server: unknown kinds ring, and after an unreadable entry the next start asks for everything', async () => {
    const server = await startFutureServer()
    onTestFinished(() => server.close())
    const kitchen = openKitchen(server, 'tok_future')
    await until('it is in sync', () => kitchen.phase() === 'in_sync')
    server.append(reminderOf(1), { op: 'moved', id: 'r1', seq: 2, cursor: 'c2' })
    server.append(reminderOf(3, { ...FUTURE.kind, n: undefined }), reminderOf(4, { id: undefined }))
    await until('it has acknowledged to the head', () => server.acked() === 4)
    expect(kitchen.said).toEqual(['ring A17 1', 'ring 厨房打印机缺纸 1'])
    expect(kitchen.kept()).toMatchObject({ seq: 4, tooOld: true })
    expect(server.ended()).toBe(0)
    kitchen.bell.stop()
    openKitchen(server, 'tok_future', kitchen.kept())
    await until('it has said hello again', () => server.received.filter(({ op }) => op === 'hello').length === 2)
    expect(server.received.filter(({ op }) => op === 'hello').map(({ cursor }) => cursor)).toEqual([null, null])
  })
})
