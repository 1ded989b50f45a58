import { type ChangeIntake, type Intake, LONGEST_INTAKE_MINUTES, type StoreIntake } from '../../shared/intake.ts'
import type { AnsweredBy } from '../../shared/reminder.ts'
import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { type NewEvent, tellEvents } from '../events/tell-events.ts'
import { appError } from '../lib/app-error.ts'
import { appendEntries, takePositions } from '../log/append-log.ts'
import { intakeOf, toStoreIntake } from '../stores/intake.ts'
import type { StoreRow } from '../stores/stores.ts'

/**
 * Sets whether a store takes orders (open, busy, paused), and tells every device of it on the log, and ordering systems. What
 * is so already stays as it is. Throws `store_unknown`, `store_archived`, and `body_invalid` for an end that is over or too far away.
 */
export async function changeIntake(
  tx: Tx,
  ctx: Context,
  { storeId, change, by }: { storeId: string; change: ChangeIntake; by: AnsweredBy },
): Promise<StoreIntake> {
  const before = await lockIntake(tx, ctx, storeId)
  if (before === undefined) throw appError('store_unknown')
  if (intakeOf(before).state === 'archived') throw appError('store_archived')
  const now = ctx.clock.now()
  const wanted = wantedAt(change, now)
  if (isSame(intakeOf(before), wanted)) return toStoreIntake(before, now)
  return toStoreIntake(await tellIntake(tx, ctx, storeId, { ...wanted, by }), now)
}

/**
 * Gives a store up, or takes it back, and tells every device of it. What is so already stays as it is. Throws
 * `store_unknown`.
 */
export async function archiveStore(tx: Tx, ctx: Context, storeId: string, archived: boolean): Promise<void> {
  const before = await lockIntake(tx, ctx, storeId)
  if (before === undefined) throw appError('store_unknown')
  const { state } = intakeOf(before)
  if ((state === 'archived') === archived) return
  await tellIntake(tx, ctx, storeId, { state: archived ? 'archived' : 'open', by: { kind: 'operator' } })
}

/**
 * Opens the intake of a store whose time of being busy or paused is over, and tells its devices and ordering systems so.
 * Resolves to whether it was still due: another server may have done it, and somebody may have given it more time.
 */
export async function endIntake(tx: Tx, ctx: Context, storeId: string): Promise<boolean> {
  const store = await lockStore(tx, storeId)
  if (store === undefined || !isOver(store, ctx)) return false
  await tellEnd(tx, ctx, storeId)
  return true
}

/**
 * Locks a store's row and reads it, after the end of what is over by now: a change that comes before the job tells the end
 * first, so that each pause has one.
 */
async function lockIntake(tx: Tx, ctx: Context, storeId: string): Promise<StoreRow | undefined> {
  const store = await lockStore(tx, storeId)
  return store !== undefined && isOver(store, ctx) ? await tellEnd(tx, ctx, storeId) : store
}

/** Locks a store's row, in words that change nothing, and reads it. */
async function lockStore(tx: Tx, storeId: string): Promise<StoreRow | undefined> {
  return await tx.get<StoreRow>('UPDATE stores SET head_seq = head_seq WHERE id = ? RETURNING *', [storeId])
}

function isOver({ intake_until: until }: StoreRow, { clock }: Context): boolean {
  return until !== null && until <= clock.now()
}

async function tellEnd(tx: Tx, ctx: Context, storeId: string): Promise<StoreRow> {
  return await tellIntake(tx, ctx, storeId, { state: 'open', by: { kind: 'system' } })
}

type Wanted = Pick<Intake, 'state' | 'extraMinutes' | 'until'>

function wantedAt({ state, extraMinutes, forMinutes, until }: ChangeIntake, now: number): Wanted {
  if (state === 'open') return { state }
  const end = until ?? now + (forMinutes ?? 0) * 60_000
  const refuse = (message: string) => appError('body_invalid', { faults: [{ path: 'until', message }] })
  if (end <= now) throw refuse('must not be over')
  if (end > now + LONGEST_INTAKE_MINUTES * 60_000) throw refuse('must be within two days')
  return { state, ...(extraMinutes !== undefined && { extraMinutes }), until: end }
}

function isSame(before: Wanted, wanted: Wanted): boolean {
  return (['state', 'extraMinutes', 'until'] as const).every((part) => before[part] === wanted[part])
}

/** An intake that somebody has set. */
type SetIntake = Omit<Intake, 'seq' | 'by'> & { by: AnsweredBy }

/**
 * Writes the intake of a store, whose row is locked, its entry on the log, and its event. The one place where an intake
 * changes. Throws an Error when the store is gone.
 */
async function tellIntake(tx: Tx, ctx: Context, storeId: string, intake: SetIntake): Promise<StoreRow> {
  const [position] = await takePositions(tx, ctx, [storeId])
  if (position === undefined) throw new Error('no position was taken')
  const { seq, cursor, at } = position
  const told: Intake = { ...intake, seq }
  const row = await tx.get<StoreRow>('UPDATE stores SET intake = ?, intake_until = ? WHERE id = ? RETURNING *', [
    JSON.stringify({ ...told, at }),
    intake.until ?? null,
    storeId,
  ])
  if (row === undefined) throw new Error('UPDATE stores returned nothing')
  const body = JSON.stringify({ op: 'intake', ...told, cursor, at })
  await appendEntries(tx, ctx, [{ position, what: 'intake', reminderId: '', n: 0, body }])
  tellEvents(tx, ctx, [eventOf(storeId, intake)])
  return row
}

/** Words what ordering systems are told of an intake. */
function eventOf(storeId: string, { state, extraMinutes, until: end, by }: SetIntake): NewEvent {
  const about = { storeId, order: null }
  const until = end ?? null
  if (state === 'busy') return { ...about, type: 'store.busy', data: { extraMinutes: extraMinutes ?? null, until, by } }
  if (state === 'paused') return { ...about, type: 'store.paused', data: { until, by } }
  return { ...about, type: state === 'archived' ? 'store.archived' : 'store.resumed', data: { by } }
}
