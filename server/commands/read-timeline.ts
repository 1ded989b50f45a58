import { LONGEST_TIMELINE_MS, type Moment, type Timeline, type TimelineQuery } from '../../shared/api/timeline.ts'
import { mannerOf } from '../../shared/protocol/manner.ts'
import type { AnsweredBy, ReminderKind } from '../../shared/reminder.ts'
import type { Context } from '../context/context.ts'
import type { Sql } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'
import { getStore } from '../stores/stores.ts'
import { type ToldRow, toldBetween } from './read-told.ts'
import { visitsBetween } from './read-visits.ts'

/** The time that a timeline covers where nothing is said, milliseconds. */
const USUAL_MS = 10 * 60_000
/** Most moments that are listed. */
const MOST_MOMENTS = 2_000
/** Longest life of a reminder, milliseconds: it bounds what is read by the index on orders. */
const LONGEST_LIFE_MS = 7 * 24 * 60 * 60_000

interface ReminderRow {
  id: string
  number: string
  kind: ReminderKind
  state: string
  created_at: number
  answered_at: number | null
  answered_by: string | null
}

interface ReceiptRow {
  number: string
  kind: ReminderKind
  device_name: string
  n: number
  outcome: string
  announced_at: number
}

/** Tells what happened in a store between two times: devices, reminders, announcements, messages. Throws `store_unknown`, `query_invalid`. */
export async function readTimeline(ctx: Context, storeId: string, query: TimelineQuery): Promise<Timeline> {
  const { read } = ctx.db
  const to = query.to ?? ctx.clock.now()
  const from = query.from ?? to - USUAL_MS
  if (from > to || to - from > LONGEST_TIMELINE_MS) throw appError('query_invalid')
  const { timezone } = await getStore(read, storeId)
  const visits = await visitsBetween(read, storeId, from, to)
  const reminders = await readReminders(read, storeId, from, to)
  const within = (at: number | null): at is number => at !== null && at >= from && at <= to
  const moments: Moment[] = []
  for (const { device_name: device, from_at, until_at, ended } of visits) {
    if (within(from_at)) moments.push({ at: from_at, what: 'joined', device })
    if (within(until_at)) moments.push({ at: until_at, what: 'left', device, ...(ended && { detail: ended }) })
  }
  for (const { number: order, kind, state, created_at, answered_at, answered_by } of reminders) {
    if (within(created_at)) moments.push({ at: created_at, what: 'raised', order, kind })
    if (within(answered_at))
      moments.push({ at: answered_at, what: 'ended', order, kind, detail: endOf(state, answered_by) })
  }
  for (const { number: order, kind, device_name: device, n, outcome, announced_at } of await readReceipts(
    read,
    storeId,
    from,
    to,
  )) {
    const { words, ...parts } = JSON.parse(outcome) as Record<string, string>
    const what = Object.values(parts).includes('ok') ? 'announced' : 'not_announced'
    const manner = what === 'announced' && { manner: mannerOf({ ...parts, words }) }
    const detail = Object.entries(parts)
      .map(([part, how]) => `${part} ${how}`)
      .join(', ')
    moments.push({ at: announced_at, what, order, kind, device, n, detail, ...manner })
  }
  for (const row of await toldBetween(read, storeId, from, to)) {
    const moment = momentOf(row)
    if (moment !== undefined && within(moment.at)) moments.push(moment)
  }
  return {
    ...{ from, to, timezone },
    connected: [...new Set(visits.filter(({ from_at }) => from_at < from).map(({ device_name }) => device_name))],
    waiting: [...new Set(reminders.filter(({ created_at }) => created_at < from).map(({ number }) => number))],
    moments: moments.toSorted((a, b) => a.at - b.at).slice(0, MOST_MOMENTS),
    cut: moments.length > MOST_MOMENTS,
  }
}

/** Says how a reminder ended, and by whom. */
function endOf(state: string, answeredBy: string | null): string {
  const by = answeredBy === null ? undefined : (JSON.parse(answeredBy) as AnsweredBy)
  return [state, by?.name ?? by?.kind].filter((word) => word !== undefined).join(', ')
}

/** Reads the reminders that were open at any time between two times. */
async function readReminders(sql: Sql, storeId: string, from: number, to: number): Promise<ReminderRow[]> {
  return await sql.all<ReminderRow>(
    `SELECT r.id, o.number, r.kind, r.state, r.created_at, r.answered_at, r.answered_by
       FROM orders o JOIN reminders r ON r.order_id = o.id
      WHERE o.store_id = ? AND o.created_at >= ? AND o.created_at <= ?
        AND r.created_at <= ? AND (r.answered_at IS NULL OR r.answered_at >= ?) ORDER BY r.created_at, r.id LIMIT ?`,
    [storeId, from - LONGEST_LIFE_MS, to, to, from, MOST_MOMENTS],
  )
}

async function readReceipts(sql: Sql, storeId: string, from: number, to: number): Promise<ReceiptRow[]> {
  return await sql.all<ReceiptRow>(
    `SELECT o.number, r.kind, devices.name AS device_name, receipts.n, receipts.outcome, receipts.announced_at
       FROM orders o JOIN reminders r ON r.order_id = o.id JOIN receipts ON receipts.reminder_id = r.id
       JOIN devices ON devices.id = receipts.device_id
      WHERE o.store_id = ? AND o.created_at >= ? AND o.created_at <= ?
        AND receipts.announced_at >= ? AND receipts.announced_at <= ?
      ORDER BY receipts.announced_at, receipts.device_id LIMIT ?`,
    [storeId, from - LONGEST_LIFE_MS, to, from, to, MOST_MOMENTS],
  )
}

/**
 * Words what became of a message: that it was told when it left, or that it was not. `undefined`: nothing has become of it, as of one
 * that waits for its turn for the first time, or was called off before it.
 */
function momentOf(row: ToldRow): Moment | undefined {
  const { contact_name: contact, channel_kind: channel, cause, code, state, created_at, sent_at, answered_at } = row
  const toldAt = sent_at ?? answered_at
  const why = (word: string | null | undefined) => [cause, word].filter(Boolean).join(', ')
  if (toldAt !== null) {
    const detail = why(code ?? (state === 'answered' ? 'answered' : undefined))
    return { at: toldAt, what: 'told', contact, channel, detail }
  }
  if (state === 'cancelled' || code === null) return undefined
  return { at: created_at, what: 'not_told', contact, channel, detail: why(code) }
}
