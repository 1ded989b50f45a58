import type { Cancel, Clock } from '../../../shared/clock.ts'
import { loadState } from '../load-state.ts'
import type { Logger, PrintJob, PrintReport, StateFile } from '../ports.ts'
import { findPrinter, PRINTER_ROLES, type PrinterRole, type PrinterSettings, type PrintSettings } from '../print-settings.ts'
import { createStateWriter } from '../state-writer.ts'
import { withTimeout } from '../with-timeout.ts'
import {
  NO_SLIPS,
  noteBegun,
  noteDone,
  noteFailed,
  type PrintState,
  printStateSchema,
  printText,
  type Slip,
} from './print-state.ts'

/** The time after which an attempt that has not ended is told, milliseconds: the shop must know within ten seconds. */
export const SLOW_MS = 8_000
/** The longest attempt; a host that is still at it is not waited for. */
const ATTEMPT_LIMIT_MS = 90_000
/** The longest wait for the disk before the first byte: a slip that may be printed twice is better than none. */
const STORE_LIMIT_MS = 5_000
/** The pauses between attempts, milliseconds; the last one is kept to. Somebody stands at the printer with a roll. */
const PAUSES_MS = [1_000, 2_000, 5_000]
/** The age at which a slip is given up, milliseconds: a printer that is mended in the morning prints no evening. */
export const SLIP_LIFE_MS = 6 * 60 * 60_000

export interface PrintQueue {
  /** Reads the slips of the former run. Call it once, before anything else. Never rejects. */
  load(): Promise<void>
  state(): PrintState
  /** Replaces the state, if it differs, and prints what is new. */
  become(next: PrintState): void
  /** Begins what can be begun. */
  work(): void
  /** The reason why a printer does not print now, the worst first; `undefined`: none is known. */
  fault(): string | undefined
  /** Whether the last write succeeded. */
  healthy(): boolean
  /** Resolves when every earlier change is on disk. Never rejects. */
  stored(): Promise<void>
  /** Begins nothing any more. */
  close(): void
  /** Resolves when what is being printed has ended, and its end is on disk. Never rejects. */
  flush(): Promise<void>
}

/**
 * Prints slips, one after the other at each role, until each has come out or is given up.
 *
 * A slip is begun on disk before its first byte and done on disk after its last: a run that ends in between leaves a
 * doubt, and the slip is printed again, marked. Nothing waits for a printer but its own slips.
 */
export function createPrintQueue(deps: {
  file: StateFile
  clock: Clock
  log: Logger
  settings(): PrintSettings
  /** Makes the job of a slip. */
  jobOf(slip: Slip, printer: PrinterSettings): Promise<PrintJob>
  print(job: PrintJob): Promise<PrintReport>
  /** Whether printing may begin: not while reminders are caught up with that may be closed already. */
  ready(): boolean
  /** A slip has come out, has failed, or was given up. */
  ended(slip: Slip): void
  faultChanged(): void
}): PrintQueue {
  const { clock, log } = deps
  let state: PrintState = NO_SLIPS
  let closed = false
  const running = new Map<PrinterRole, Promise<void>>()
  /** Attempts that failed since the last that did not, and the pause that lasts. */
  const failures = new Map<PrinterRole, number>()
  const pauses = new Map<PrinterRole, Cancel>()
  const faults = new Map<PrinterRole, string>()
  const writer = createStateWriter<PrintState>({
    ...deps,
    current: () => state,
    text: printText,
    healthChanged: deps.faultChanged,
  })

  function store(next: PrintState): void {
    if (next === state) return
    state = next
    writer.touch()
  }

  function work(): void {
    if (closed || !deps.ready()) return
    for (const role of PRINTER_ROLES) {
      if (running.has(role) || pauses.has(role)) continue
      const slip = state.slips.find((one) => one.role === role)
      if (slip === undefined) setFault(role, undefined)
      else running.set(role, attempt(slip).finally(() => over(role)))
    }
  }

  function over(role: PrinterRole): void {
    running.delete(role)
    work()
  }

  async function attempt(slip: Slip): Promise<void> {
    const printer = findPrinter(deps.settings(), slip.role, slip.reminder.order.fulfilment)
    if (printer === undefined) return giveUp(slip, 'no_printer')
    if (Math.abs(clock.now() - slip.askedAt) > SLIP_LIFE_MS) return giveUp(slip, 'too_late')
    store(noteBegun(state, slip.key))
    await withTimeout(clock, STORE_LIMIT_MS, writer.flush)
    if (closed) return
    const late = clock.after(SLOW_MS, () => setFault(slip.role, 'timeout'))
    const call = async () => deps.print(await deps.jobOf(slip, printer))
    const report = await withTimeout(clock, ATTEMPT_LIMIT_MS, call)
    late()
    const { outcome, doubt = false } = typeof report === 'string' ? { outcome: report, doubt: true } : report
    if (outcome === 'ok') printed(slip)
    else failed(slip, outcome, doubt)
    await withTimeout(clock, STORE_LIMIT_MS, writer.flush)
  }

  function printed(slip: Slip): void {
    failures.delete(slip.role)
    store(noteDone(state, slip, slip.again ? 'reprinted' : 'printed'))
    setFault(slip.role, undefined)
    deps.ended(slip)
  }

  function failed(slip: Slip, outcome: string, doubt: boolean): void {
    log.warn('a slip was not printed', { kind: slip.kind, role: slip.role, outcome, doubt })
    store(noteFailed(state, slip.key, { outcome, doubt }))
    setFault(slip.role, outcome)
    deps.ended(slip)
    const count = (failures.get(slip.role) ?? 0) + 1
    failures.set(slip.role, count)
    const again = () => {
      pauses.delete(slip.role)
      work()
    }
    pauses.set(slip.role, clock.after(PAUSES_MS[Math.min(count, PAUSES_MS.length) - 1] ?? 0, again))
  }

  function giveUp(slip: Slip, why: string): void {
    log.warn('a slip was given up', { kind: slip.kind, role: slip.role, why })
    store(noteDone(state, slip, why))
    deps.ended(slip)
  }

  function setFault(role: PrinterRole, outcome: string | undefined): void {
    if (faults.get(role) === outcome) return
    if (outcome === undefined) faults.delete(role)
    else faults.set(role, outcome)
    deps.faultChanged()
  }

  return {
    async load() {
      state = (await loadState(deps.file, printStateSchema, log)) ?? NO_SLIPS
    },
    state: () => state,
    become(next) {
      store(next)
      work()
    },
    work,
    fault: () => PRINTER_ROLES.map((role) => faults.get(role)).find((fault) => fault !== undefined),
    healthy: writer.healthy,
    stored: writer.flush,
    close() {
      closed = true
      for (const cancel of pauses.values()) cancel()
      writer.close()
    },
    async flush() {
      await Promise.all(running.values())
      await writer.flush()
    },
  }
}
