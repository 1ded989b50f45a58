import * as z from 'zod'
import { deviceSchema } from '../../../../shared/api/devices.ts'
import { latestRehearsalSchema } from '../../../../shared/api/rehearsals.ts'
import { reminderSchema } from '../../../../shared/api/reminders.ts'
import { readStoreSchema } from '../../../../shared/api/stores.ts'
import { type AdminApi, withQuery } from '../api/admin-api.ts'
import { type StoreFacts, type StoreTrouble, troublesOf } from './troubles.ts'

/** The parts of the answers that the page shows: what a newer server adds does not matter. */
const storesSchema = z.object({ stores: z.array(readStoreSchema) })
const devicesSchema = z.object({ devices: z.array(deviceSchema.pick({ connected: true, revokedAt: true })) })
const openSchema = z.object({
  reminders: z.array(reminderSchema.pick({ createdAt: true })),
  next: z.string().nullable(),
})

export type AdminStore = z.infer<typeof readStoreSchema>

/** The health of a store at a glance. Times in milliseconds. */
export interface StoreHealth extends StoreFacts {
  store: AdminStore
  devices: number
  /** Reminders that nobody has answered. */
  unanswered: number
  troubles: readonly StoreTrouble[]
}

/** Stores that are asked about at the same time. */
const AT_ONCE = 4
/** Pages of open reminders that are read, of 200 each: the oldest stands on the last. */
const MOST_PAGES = 10

type How = 'act' | 'watch'

/** Reads the stores, and the health of each that is not archived; those with trouble first. `now` in milliseconds. */
export async function readStores(api: AdminApi, how: How, now: () => number): Promise<StoreHealth[]> {
  const { stores } = await api.get('/v1/stores', storesSchema, how)
  const open = stores.filter(({ archived }) => !archived)
  const health: StoreHealth[] = []
  const waiting = [...open]
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let store = waiting.shift(); store !== undefined; store = waiting.shift())
        health.push(await readHealth(api, how, store, now))
    }),
  )
  const place = new Map(open.map(({ id }, index) => [id, index]))
  return health.toSorted(
    (a, b) => b.troubles.length - a.troubles.length || (place.get(a.store.id) ?? 0) - (place.get(b.store.id) ?? 0),
  )
}

async function readHealth(api: AdminApi, how: How, store: AdminStore, now: () => number): Promise<StoreHealth> {
  const path = `/v1/stores/${encodeURIComponent(store.id)}`
  const [{ devices }, { rehearsal }, waits] = await Promise.all([
    api.get(`${path}/devices`, devicesSchema, how),
    api.get(`${path}/rehearsals/latest`, latestRehearsalSchema, how),
    readOpen(api, how, store.id),
  ])
  const paired = devices.filter(({ revokedAt }) => revokedAt === null)
  const facts = {
    store,
    devices: paired.length,
    online: paired.filter(({ connected }) => connected).length,
    unanswered: waits.length,
    oldestAt: waits.length === 0 ? undefined : Math.min(...waits),
    escalates: store.settings.escalation.length > 0,
    rehearsedAt: rehearsal?.begunAt,
  }
  return { ...facts, troubles: troublesOf(facts, now()) }
}

/** Reads since when each open reminder of a store waits. */
async function readOpen(api: AdminApi, how: How, storeId: string): Promise<number[]> {
  const since: number[] = []
  let cursor: string | undefined
  for (let page = 0; page < MOST_PAGES; page++) {
    const path = withQuery('/v1/reminders', { storeId, state: 'open', limit: 200, cursor })
    const { reminders, next } = await api.get(path, openSchema, how)
    since.push(...reminders.map(({ createdAt }) => createdAt))
    if (next === null) break
    cursor = next
  }
  return since
}
