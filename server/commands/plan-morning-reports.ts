import type { MorningReport } from '../../shared/api/escalation.ts'
import type { StoreSettings } from '../../shared/api/stores.ts'
import { usableZone } from '../../shared/time-zones.ts'
import { createWallClock } from '../../shared/wall-time.ts'
import { insertEffects } from '../attention/insert-effects.ts'
import { type DayFigures, figuresOf } from '../attention/texts/day-figures.ts'
import type { Context } from '../context/context.ts'
import type { Sql } from '../db/database.ts'
import type { StoreRow } from '../stores/stores.ts'
import { readAttentionReport } from './read-attention-report.ts'

/** Milliseconds by which a report may be late, as after a stop of the server; a later one is left out. */
const LATE_MS = 6 * 60 * 60_000
const DAY_MS = 24 * 60 * 60_000

/** A report that is due: of the day between two times, milliseconds. `name`: the same on every server, once a day. */
interface DueReport {
  name: string
  day: string
  from: number
  to: number
}

/**
 * Plans the message of each morning: the report of the day before becomes one message to the contact of the store’s choice.
 * Safe to run at any time, twice, and on several servers at once: store and day name the message, of which there is one.
 * Resolves to the number of messages.
 */
export async function planMorningReports(ctx: Context): Promise<number> {
  const stores = await ctx.db.read.all<Pick<StoreRow, 'id' | 'timezone' | 'settings'>>(
    `SELECT id, timezone, settings FROM stores WHERE settings LIKE '%"morning":{%' ORDER BY id`,
  )
  let planned = 0
  for (const store of stores) {
    const { morning } = JSON.parse(store.settings) as Partial<StoreSettings>
    const due = morning && reportDue(store, morning, ctx.clockWatch.now())
    if (!due || (await isPlanned(ctx.db.read, due))) continue
    const figures = figuresOf(due.day, await readAttentionReport(ctx, store.id, { from: due.from, to: due.to }))
    planned += await plan(ctx, store.id, { morning, due, figures })
  }
  return planned
}

/** Finds the report that a store is to get at `now`, milliseconds; `undefined`: its time has not come, or is over. */
function reportDue(
  { id, timezone }: Pick<StoreRow, 'id' | 'timezone'>,
  { at }: MorningReport,
  now: number,
): DueReport | undefined {
  const clock = createWallClock(usableZone(timezone))
  const today = clock.dayAt(now)
  const { first: due } = clock.timesOf(today, Number(at.slice(0, 2)) * 60 + Number(at.slice(3)))
  if (now < due || now >= due + LATE_MS) return undefined
  const day = new Date((today - 1) * DAY_MS).toISOString().slice(0, 10)
  const [from, to] = [clock.timesOf(today - 1, 0).first, clock.timesOf(today, 0).first]
  return { name: `mr_${id}_${day}`, day, from, to }
}

/** Tells whether a report was planned, to whomever: another contact is chosen for the next morning. */
async function isPlanned(sql: Sql, { name }: DueReport): Promise<boolean> {
  return (await sql.get('SELECT id FROM effects WHERE wait_id = ?', [name])) !== undefined
}

async function plan(
  ctx: Context,
  storeId: string,
  { morning, due, figures }: { morning: MorningReport; due: DueReport; figures: DayFigures },
): Promise<number> {
  const { contact: contactId, channel: channelId } = morning
  return await ctx.db.write(async (tx) => {
    if (await isPlanned(tx, due)) return 0
    const about = { storeId, cause: 'report' as const, step: 0, round: 0, covers: [], waitId: due.name }
    return (await insertEffects(tx, ctx, [{ ...about, contactId, channelId, facts: figures }])).length
  })
}
