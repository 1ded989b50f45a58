import { pino } from 'pino'
import type { Database, Feed } from '../../../server/db/database.ts'
import { type JobParts, serverJobs } from '../../../server/jobs/server-jobs.ts'
import { startJobs, type Ticker } from '../../../server/jobs/ticker.ts'
import { createClockWatch } from '../../../server/lib/clock-watch.ts'
import type { Random } from '../../../server/lib/random.ts'
import { createFeedAudit } from '../../../server/log/audit-feed.ts'
import { createHub } from '../../../server/log/hub.ts'
import { createLogSource } from '../../../server/log/log-source.ts'
import type { PaymentContext } from '../../../server/payments/providers/port.ts'
import { createDeliveryReceipts, type DeliveryReceipts } from '../../../server/sockets/delivery-receipts.ts'
import { createDeviceLookup } from '../../../server/sockets/device-lookup.ts'
import { createNode } from '../../../server/sockets/node.ts'
import { Session } from '../../../server/sockets/session.ts'
import { createEntryFrames } from '../../../server/sockets/text-frame.ts'
import { createStore } from '../../../server/stores/stores.ts'
import { createStoreSchema } from '../../../shared/api/stores.ts'
import { mortalClock } from '../../desktop/core/support/small-ports.ts'
import type { ManualClock } from '../../support/manual-clock.ts'
import { createSeededRandom } from '../../support/seeded-random.ts'
import type { ServerEnd } from './wire.ts'

/** The server without HTTP: everything between the commands and the sockets, on a real database. */
export interface Shop {
  ctx: PaymentContext
  /** Takes a socket; returns what is to be called when it has ended. */
  accept(socket: ServerEnd): () => void
  stores: string[]
  /** Whether the server waits for nobody: no job is being run, no connection waits for the database. */
  idle(): boolean
  /** Lets go of the database without finishing anything: what kill -9 leaves behind. */
  crash(): Promise<void>
}

export interface ShopOptions {
  db: Database
  clock: ManualClock
  random: Random
  /** False: no wake is ever heard, nor the feed; the poll and the audit remain (I15). */
  wakes: boolean
  /** How many stores a new database gets. */
  stores: number
  /** The time for which a reminder is heard before it is given up; default: 12 h. */
  reminderExpiryMs?: number | undefined
}

export async function openShop({
  db: opened,
  clock,
  random,
  wakes,
  stores,
  reminderExpiryMs,
}: ShopOptions): Promise<Shop> {
  const db = wakes || opened.feed === undefined ? opened : { ...opened, feed: deaf(opened.feed) }
  const alive = mortalClock(clock)
  const hub = createHub()
  db.feed?.onLost(hub.doubt)
  const ctx: PaymentContext = {
    db,
    clock: alive,
    clockWatch: createClockWatch(alive),
    random,
    logger: pino({ level: 'silent' }),
    policy: {
      unpaidTimeoutMs: 15 * 60_000,
      deliveryTimeoutMs: 120 * 60_000,
      reminderExpiryMs: reminderExpiryMs ?? 12 * 3_600_000,
      logRetentionMs: 7 * 86_400_000,
    },
    verifiers: new Map(),
    clients: new Map(),
    wake: wakes ? hub.wake : () => {},
  }
  const sessions = new Set<Session>()
  const ends = new Set<ServerEnd>()
  const byDevice = new Map<string, Session>()
  const receipts: DeliveryReceipts = createDeliveryReceipts(ctx)
  function check(): void {
    for (const session of sessions) session.check()
  }
  // The shops of the model have no policy.
  const attention = {
    outward: { post: () => Promise.reject(new Error('nobody')) },
    hasDevice: async () => true,
    settleMs: 0,
  }
  const node = db.feed && createNode(ctx)
  const audit = db.feed && createFeedAudit(ctx, hub)
  const gateway: JobParts['gateway'] = {
    check,
    hear(news) {
      if (news.topic === 'joined' && node?.hasLost(news) === true) byDevice.get(news.deviceId)?.close('replaced')
    },
    keepOut() {},
  }
  const jobs: Ticker = startJobs(
    serverJobs(ctx, { hub, gateway, node, audit, attention, callEndpoint: async () => ({ status: 200 }) }),
    ctx,
  )

  return {
    ctx,
    stores: await storesOf(db, ctx, stores),
    accept(socket) {
      const session = new Session(
        {
          socket,
          stream: socket,
          place: { keep() {}, prove() {}, yield() {}, leave() {} },
        },
        {
          ctx,
          hub,
          receipts,
          lookUpDevice: createDeviceLookup(db.read),
          logAccess: { hub, source: createLogSource(db.read), shared: node !== undefined },
          frameOf: createEntryFrames(),
          spreadMs: 1_000,
          admit: (hello) => hello(),
          mayLog: () => 0,
          joined(session, deviceId) {
            byDevice.get(deviceId)?.close('replaced')
            byDevice.set(deviceId, session)
            node?.joined(deviceId)
          },
          left() {},
        },
        0,
      )
      sessions.add(session)
      ends.add(socket)
      return () => {
        session.gone()
        sessions.delete(session)
        ends.delete(socket)
        for (const [id, of] of byDevice) {
          if (of !== session) continue
          byDevice.delete(id)
          node?.left(id)
        }
      }
    },
    idle: () => jobs.underWay().length === 0 && (db.status().shared?.busy ?? 0) === 0,
    async crash() {
      alive.kill()
      for (const end of ends) end.cut()
      for (const session of sessions) session.gone()
      await jobs.stop()
      await db.close()
    },
  }
}

/** Makes a feed that tells of nothing. */
function deaf(feed: Feed): Feed {
  return { onLost: feed.onLost, look: async () => ({ ...(await feed.look()), news: [] }) }
}

async function storesOf(db: Database, ctx: PaymentContext, count: number): Promise<string[]> {
  const rows = () => db.read.all<{ id: string }>('SELECT id FROM stores ORDER BY created_at, id')
  if ((await rows()).length === 0) {
    for (let i = 0; i < count; i++) {
      await db.write((tx) => createStore(tx, ctx, createStoreSchema.parse({ name: `店 ${i + 1}` })))
    }
  }
  return (await rows()).map(({ id }) => id)
}

/** Identifiers and secrets that repeat themselves with the seed. */
export function seededServerRandom(seed: number): Random {
  const { int } = createSeededRandom(seed)
  const letters = (length: number) => Array.from({ length }, () => 'abcdefghjkmnpqrstvwxyz'[int(22)]).join('')
  return {
    id: (prefix) => `${prefix}_${letters(12)}`,
    digits: (length) => Array.from({ length }, () => int(10)).join(''),
    below: int,
    secret: (prefix) => `${prefix}_${letters(30)}`,
  }
}
