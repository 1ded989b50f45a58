import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { TEST_WEBHOOKS_SECRET } from '../../../support/test-server.ts'
import { inTime, pause, until } from '../../../support/until.ts'
import { checkDatabase } from '../../check/check-database.ts'
import { checkDevice } from '../../check/check-device.ts'
import { explain } from '../../check/check-history.ts'
import type { DeviceLine } from '../../check/history.ts'
import { readDatabase, readHeads } from '../../check/read-database.ts'
import { call, notify } from '../caller.ts'
import { startDeviceChild } from '../device-child.ts'
import { readJournal } from '../journal.ts'
import { writeAddress } from '../run-files.ts'
import { startServerChild } from '../server-child.ts'
import { openShops } from '../shops.ts'
import { startPlainNginx } from './nginx.ts'

export interface IdleOptions {
  dir: string
  /** Heartbeats in so many times less than 20 s. */
  haste: number
  /** How long nothing happens. */
  idleMs: number
  /** How often; after each an order is paid. */
  pauses: number
  /** For nginx's `location`; default: nothing but its defaults. */
  nginx?: string
}

export interface IdleEnd {
  /** How often the device lost its connection while nothing happened. */
  cuts: number
  /** Orders paid, each after a pause. */
  paid: number
  violations: string[]
}

const ARRIVES_MS = 120_000

/** One device behind a real nginx, to whom nothing happens for long, then a paid order, and so on. */
export async function runIdle({ dir, haste, idleMs, pauses, nginx }: IdleOptions): Promise<IdleEnd> {
  const dataDir = join(dir, 'data')
  mkdirSync(dataDir)
  const time = { origin: Date.now(), speed: 1, haste }
  const { shops, orderingKey } = await openShops(await startServerChild({ dataDir, time }), [1])
  const [shop] = shops
  const [paired] = shop?.devices ?? []
  if (shop === undefined || paired === undefined) throw new Error('no shop was opened')
  const server = await startServerChild({ dataDir, time })
  const { url } = await server.ready()
  writeAddress(dir, await startPlainNginx(url, nginx))
  const device = await startDeviceChild({ dir, seed: 1, time }, shop, paired)
  const lines = () => readJournal<DeviceLine>(device.journal)
  /** The order's entry, and whatever was repeated before it. */
  const caughtUp = async () => {
    const head = (await readHeads(dataDir)).get(shop.storeId) ?? 0
    return await inTime(ARRIVES_MS, () => device.at() >= head)
  }

  const violations: string[] = []
  await until('the device has caught up', () => lines().some(({ t }) => t === 'synced'))
  const ends = () => lines().filter(({ t }) => t === 'end').length
  // On a slow machine a hurried server may have given up on the first hello.
  const before = ends()
  for (let n = 1; n <= pauses; n++) {
    await pause(idleMs)
    const order = { storeId: shop.storeId, number: `no-${n}`, amountMinor: 100, items: [{ name: '面', quantity: 1 }] }
    const placed = await call(url, '/v1/orders', { as: orderingKey, body: order })
    const notice = { transactionId: `tx-${n}`, orderNumber: order.number, amountMinor: 100 }
    const paid = await notify(url, TEST_WEBHOOKS_SECRET, Date.now(), notice)
    if (paid.status !== 204) throw new Error(`HTTP ${placed.status}, ${paid.status}: ${JSON.stringify(paid.body)}`)
    if (!(await caughtUp())) violations.push(`I7: the device stands at ${device.at()} after order ${n}`)
  }
  const cuts = ends() - before
  await device.stop()
  await server.stop()
  const database = await readDatabase(dataDir)
  const history = { deviceId: paired.deviceId, storeId: shop.storeId, lines: lines() }
  violations.push(...explain([...checkDatabase(database), ...checkDevice(history, database, { atRest: true })]))
  return { cuts, paid: pauses, violations }
}
