import { randomUUID } from 'node:crypto'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Settings } from '../../../desktop/core/settings.ts'
import type { Order } from '../../../shared/api/orders.ts'
import { createSeededRandom, type SeededRandom } from '../../support/seeded-random.ts'
import { TEST_WEBHOOKS_SECRET } from '../../support/test-server.ts'
import { checkClient } from '../check/check-client.ts'
import type { ClientLine } from '../check/client-history.ts'
import type { Violation } from '../check/history.ts'
import { type DatabaseDump, readDatabase } from '../check/read-database.ts'
import { call, notify, type Reply } from './caller.ts'
import { type ClientOptions, startClientChild } from './client-child.ts'
import { readInbox } from './inbox-file.ts'
import { readJournal } from './journal.ts'
import { runDir } from './run-dir.ts'
import { writeAddress } from './run-files.ts'
import { startServerChild } from './server-child.ts'
import { openShops } from './shops.ts'

/** A server that stands still, and a client that knows a part of its log; the rest waits to be announced. */
export interface ClientStory {
  /** Of the store's log. */
  head: number
  /** How many reminders are open and not announced. */
  waiting: number
  /**
   * The client as it was before the rest came, with a folder of its own. Clients that run at the same time are of
   * different lanes, 0 or 1: of one device, the server lets the one that came last stay.
   */
  copy(lane?: 0 | 1): StoryClient
}

export interface StoryClient {
  options: ClientOptions
  /** Whether the inbox on disk stands at the head, with everything open announced. */
  stands(): boolean
  lines(): ClientLine[]
  /** What is wrong with what it did, now that nothing goes on. */
  check(): Violation[]
}

const REMARKS = ['不要香菜', '多放辣', '尽快', '']

/**
 * Without a seed: two new orders wait, the one thing that is told one by one and in order. With a seed it decides what
 * has happened while the client was away: orders, urges, cancellations, and answers by somebody else.
 */
export async function startClientStory(seed?: number, settings: Partial<Settings> = {}): Promise<ClientStory> {
  const dir = runDir(`client-${seed ?? 'story'}`)
  const dataDir = join(dir, 'data')
  mkdirSync(dataDir)
  const time = { origin: Date.now(), speed: 1, asked: true }
  const { shops, orderingKey } = await openShops(await startServerChild({ dataDir, time }), [2])
  const storeId = shops[0]?.storeId ?? ''
  const devices = shops[0]?.devices ?? []
  const token = devices[0]?.token ?? ''
  const server = await startServerChild({ dataDir, time })
  const { url } = await server.ready()
  writeAddress(dir, url)

  const asked = async (reply: Promise<Reply>) => {
    const { status, body } = await reply
    if (status >= 300) throw new Error(`HTTP ${status}: ${JSON.stringify(body)}`)
    return body
  }
  const order = async (remark: string) => {
    const items = [{ name: '宫保鸡丁', quantity: 2 }]
    const body = { storeId, number: `no-${randomUUID()}`, amountMinor: 3850, items, remark }
    const {
      id,
      number: orderNumber,
      amountMinor,
    } = (await asked(call(url, '/v1/orders', { as: orderingKey, body }))) as Order
    await asked(
      notify(url, TEST_WEBHOOKS_SECRET, Date.now(), { transactionId: randomUUID(), orderNumber, amountMinor }),
    )
    return id
  }
  const by = (as: string, id: number, move: string, body: object = {}) =>
    asked(call(url, `/v1/orders/${id}/${move}`, { as, body }))
  const shop: Shop = {
    order,
    urge: (id) => by(orderingKey, id, 'urge'),
    cancel: (id) => by(orderingKey, id, 'cancel', { reason: '不要了' }),
    confirm: (id) => by(token, id, 'confirm'),
  }

  const prepared = join(dir, 'prepared')
  mkdirSync(prepared)
  writeFileSync(join(prepared, 'settings.json'), JSON.stringify(settings))
  const options = { dir, token, stateDir: prepared, journal: join(prepared, 'journal.jsonl') }
  const known = await order('')
  const first = await startClientChild(options)
  await first.done(1)
  await first.kill()
  if (seed === undefined) for (const remark of REMARKS.slice(0, 2)) await order(remark)
  else await whileAway(createSeededRandom(seed), shop, known)
  const database = await readDatabase(dataDir)
  const head = database.stores.find(({ id }) => id === storeId)?.head_seq ?? 0

  let copies = 0
  return {
    head,
    waiting: database.reminders.filter(({ state, seq }) => state === 'open' && seq > 1).length,
    copy(lane = 0) {
      const stateDir = join(dir, `copy-${copies++}`)
      cpSync(prepared, stateDir, { recursive: true })
      const { deviceId = '', token: ownToken = '' } = devices[lane] ?? {}
      const own = { ...options, stateDir, token: ownToken, journal: join(stateDir, 'journal.jsonl') }
      return storyClient(own, { deviceId, storeId }, head, database)
    },
  }
}

interface Shop {
  order(remark: string): Promise<number>
  urge(id: number): Promise<unknown>
  cancel(id: number): Promise<unknown>
  confirm(id: number): Promise<unknown>
}

async function whileAway(random: SeededRandom, shop: Shop, known: number): Promise<void> {
  const orders = 2 + random.int(3)
  if (random.chance(0.3)) await shop.urge(known)
  for (let i = 0; i < orders; i++) {
    const id = await shop.order(random.pick(REMARKS))
    if (random.chance(0.3)) await shop.urge(id)
    const end = random.next()
    if (end < 0.15) await shop.cancel(id)
    else if (end < 0.25) await shop.confirm(id)
  }
}

function storyClient(
  options: ClientOptions,
  who: { deviceId: string; storeId: string },
  head: number,
  database: DatabaseDump,
): StoryClient {
  const inbox = () => readInbox(readFileSync(join(options.stateDir, 'inbox.json'), 'utf8'))
  const lines = () => readJournal<ClientLine>(options.journal)
  return {
    options,
    lines,
    stands() {
      const { seq, open } = inbox()
      return seq === head && open.every(({ n, announced }) => announced >= n)
    },
    check: () => checkClient({ ...who, lines: lines(), inbox: inbox() }, database, { atRest: true }),
  }
}
