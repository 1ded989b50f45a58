import { readConfig } from '../../../server/config.ts'
import { createLogger } from '../../../server/lib/logger.ts'
import { systemRandom } from '../../../server/lib/random.ts'
import { type RunningServer, startServer } from '../../../server/start-server.ts'
import type { ReminderKind } from '../../../shared/reminder.ts'
import type { ManualClock } from '../../support/manual-clock.ts'
import { createTestApi, type TestApi } from '../../support/test-api.ts'
import type { RealPart } from './real-parts.ts'

/** How one reminder went, from the database. Times are the server's, milliseconds. */
export interface ReminderFate {
  id: string
  orderNumber: string
  kind: ReminderKind
  createdAt: number
  /** `null`: nobody has answered it. */
  endedAt: number | null
}

/** How one order went, from the database. */
export interface OrderTimes {
  number: string
  paidAt: number | null
  confirmedAt: number | null
  cancelledAt: number | null
}

/** One message to a contact, from the database; `covers` lists ids of reminders, as JSON. */
export interface SentMessage {
  contact: string
  sentAt: number
  covers: string
}

/** The shop's server: the real one, with its database, on the simulated clock. */
export interface ShopServer extends RealPart {
  /** Where it listens; `undefined` while it is stopped. */
  url(): string | undefined
  api(): TestApi | undefined
  start(): Promise<void>
  stop(): Promise<void>
  /** Reads what became of everything. Rejects while the server is stopped. */
  read(): Promise<{ orders: OrderTimes[]; reminders: ReminderFate[]; messages: SentMessage[] }>
}

const SECRET = `whsec_${Buffer.from('a secret for a rush and nothing else').toString('base64')}`
const LIMITS = { callsPerMinute: 1_000_000, pairingsPerMinute: 1_000_000, derivationsPerMinute: 1_000_000 }

/** Makes the server of a shop; its database is in `dataDir`. It is not started yet. */
export function createShopServer({
  clock,
  dataDir,
  channelsAt,
}: {
  clock: ManualClock
  dataDir: string
  /** The imitated channels. */
  channelsAt?: string | undefined
}): ShopServer {
  let now: { running: RunningServer; api: TestApi } | undefined
  let wakes = 0
  let seen = 0

  return {
    url: () => now?.running.url,
    api: () => now?.api,
    async start() {
      const running = await startServer({
        config: readConfig({
          ...{ PORT: '0', DATA_DIR: dataDir, STANDARD_WEBHOOKS_SECRET: SECRET },
          CHANNELS_IMITATED_AT: channelsAt,
        }),
        clock,
        databaseNow: 'clock',
        random: systemRandom,
        logger: createLogger('silent'),
        makeWebhooksSecret: () => SECRET,
        limits: LIMITS,
        instrument: {
          wake:
            (wake) =>
            (...about) => {
              wakes++
              wake(...about)
            },
        },
      })
      now = { running, api: await createTestApi(running, dataDir) }
    },
    async stop() {
      const last = now
      now = undefined
      await last?.running.stop()
    },
    busy: () => wakes !== seen || (now?.running.jobsUnderWay().length ?? 0) > 0,
    async rest() {
      const before = wakes
      if (now !== undefined) {
        const { jobsUnderWay, ctx } = now.running
        await Promise.all(jobsUnderWay().map(({ finished }) => finished))
        // Behind every write and every read that was asked for until now.
        await ctx.db.write(async () => {})
        await ctx.db.read.get('SELECT 1')
      }
      seen = before
    },
    async read() {
      if (now === undefined) throw new Error('the server is stopped')
      const { read } = now.running.ctx.db
      return {
        orders: await read.all<OrderTimes>(
          `SELECT number, paid_at AS "paidAt", confirmed_at AS "confirmedAt", cancelled_at AS "cancelledAt" FROM orders`,
        ),
        reminders: await read.all<ReminderFate>(
          `SELECT reminders.id, orders.number AS "orderNumber", kind, reminders.created_at AS "createdAt", answered_at AS "endedAt"
             FROM reminders JOIN orders ON orders.id = reminders.order_id`,
        ),
        messages: await read.all<SentMessage>(
          `SELECT contacts.name AS contact, sent_at AS "sentAt", covers FROM effects
             JOIN contacts ON contacts.id = effects.contact_id WHERE sent_at IS NOT NULL AND cause <> 'answered'`,
        ),
      }
    },
  }
}
