import type { DeviceHistory, DeviceLine, Violation } from './history.ts'
import type { DatabaseDump, LogRow, StoreRow } from './read-database.ts'

type Applied = Extract<DeviceLine, { t: 'apply' }>
type Reset = Extract<DeviceLine, { t: 'reset' }>

/** Reset reasons that are no sign of a lost history. */
const HARMLESS = ['no_cursor', 'backlog', 'pruned']

export interface CheckOptions {
  /** Faults are healed, and nothing changes any more. */
  atRest: boolean
  /** Before all this the database was restored from a backup: it may have forgotten what a device has seen. */
  restored?: boolean
}

/**
 * Whether a device was told everything, in order, and nothing but what is on disk: I5, I6, I12, I13; with `atRest`
 * also I7.
 */
export function checkDevice(device: DeviceHistory, db: DatabaseDump, options: CheckOptions): Violation[] {
  const log = new Map(db.log.filter((row) => row.store_id === device.storeId).map((row) => [row.seq, row]))
  const store = db.stores.find(({ id }) => id === device.storeId)
  const found: Violation[] = []
  const report = (invariant: Violation['invariant'], what: string) =>
    void found.push({ invariant, what: `device ${device.deviceId}: ${what}` })
  /** What was pruned cannot be compared any more. */
  const kept = ({ seq }: { seq: number }) => seq > (store?.min_seq ?? 0)
  let open = new Map<string, number>()
  let seq: number | undefined

  for (const line of device.lines) {
    if (line.t === 'welcome') {
      if (line.resumed) checkResumed(line.cursor, log, store, options.restored === true, report)
      else if (options.restored !== true && !HARMLESS.includes(line.reason ?? ''))
        report('I13', `reset at ${line.cursor}: ${line.reason}`)
    } else if (line.t === 'unexpected') report('I5', `got ${line.seq} after ${line.last}`)
    else if (line.t === 'start' && seq !== undefined && line.seq !== seq) {
      report('I5', `came back at ${line.seq}, having applied ${seq}`)
    } else if (line.t === 'reset') {
      if (kept(line) || line.seq === 0) found.push(...checkReset(device, line, db, log, store?.epoch))
      open = new Map(line.open.map(({ id, n }) => [id, n]))
      seq = line.seq
    } else if (line.t === 'apply') {
      if (line.seq !== (seq ?? 0) + 1) report('I5', `applied ${line.seq} after ${seq}`)
      seq = line.seq
      if (kept(line)) checkApplied(line, log.get(line.seq), store?.epoch, db, report)
      if (line.what === 'remind') open.set(line.id, line.n)
      else open.delete(line.id)
    }
  }
  if (options.atRest) checkAtRest({ seq, open }, db, device, report)
  return found
}

type Report = (invariant: Violation['invariant'], what: string) => void

/** A device goes on only from an event that this database has; what was pruned since cannot be compared. */
function checkResumed(
  cursor: string | null,
  log: Map<number, LogRow>,
  store: StoreRow | undefined,
  restored: boolean,
  report: Report,
): void {
  const [epoch, seq, eventId] = (cursor ?? '').split('.')
  const known = Number(seq) <= (store?.min_seq ?? 0) || log.get(Number(seq))?.event_id === eventId
  if ((epoch !== store?.epoch && !restored) || !known) report('I13', `goes on from ${cursor}, which is not on its log`)
}

/** The entry that a device applied is the one that stands in the database, event id included. */
function checkApplied(
  line: Applied,
  row: LogRow | undefined,
  epoch: string | undefined,
  db: DatabaseDump,
  report: Report,
): void {
  if (row === undefined || line.cursor !== `${epoch}.${row.seq}.${row.event_id}`) {
    const owner = db.log.find(({ event_id }) => event_id !== row?.event_id && line.cursor.endsWith(`.${event_id}`))
    if (owner !== undefined)
      return report('I12', `applied at ${line.seq} what stands on the log of ${owner.store_id} at ${owner.seq}`)
    return report('I13', `applied ${line.cursor}, and the log has ${row?.event_id}`)
  }
  const same = row.reminder_id === line.id && row.what === line.what && (line.what === 'close' || row.n === line.n)
  if (!same) report('I12', `applied at ${line.seq} what the log does not say: ${JSON.stringify(line)}`)
}

/** I6: what a device was given to start from is what the log says was open there. */
function checkReset(
  device: DeviceHistory,
  line: Reset,
  db: DatabaseDump,
  log: Map<number, LogRow>,
  epoch: string | undefined,
): Violation[] {
  const event = line.seq === 0 ? '-' : log.get(line.seq)?.event_id
  if (line.cursor !== `${epoch}.${line.seq}.${event}`)
    return [{ invariant: 'I13', what: `device ${device.deviceId}: reset to ${line.cursor}, and the log has ${event}` }]
  if (db.stores.some(({ id, min_seq }) => id === device.storeId && min_seq > 0)) return []
  const open = new Map<string, number>()
  for (const [seq, row] of log) {
    if (seq > line.seq) continue
    if (row.what === 'remind') open.set(row.reminder_id, row.n)
    else open.delete(row.reminder_id)
  }
  return same(open, new Map(line.open.map(({ id, n }) => [id, n])))
    ? []
    : [
        {
          invariant: 'I6',
          what: `device ${device.deviceId}: the snapshot at ${line.seq} has ${line.open.length} open, the log ${open.size}`,
        },
      ]
}

function checkAtRest(
  at: { seq: number | undefined; open: Map<string, number> },
  db: DatabaseDump,
  { storeId }: DeviceHistory,
  report: Report,
): void {
  const head = db.stores.find(({ id }) => id === storeId)?.head_seq
  if (at.seq !== head) report('I7', `stands at ${at.seq}, the head is ${head}`)
  const open = new Map(db.reminders.filter((r) => r.store_id === storeId && r.state === 'open').map((r) => [r.id, r.n]))
  if (!same(open, at.open)) report('I6', `believes ${at.open.size} open, ${open.size} are`)
}

function same(a: Map<string, number>, b: Map<string, number>): boolean {
  return a.size === b.size && [...a].every(([id, n]) => b.get(id) === n)
}
