import type { Cancel, Clock } from '../../../shared/clock.ts'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { loadState } from '../load-state.ts'
import type { Logger, PrintJob, PrintReport, StateFile } from '../ports.ts'
import { findPrinter, type PrinterSettings, type PrintSettings } from '../print-settings.ts'
import { createStateWriter } from '../state-writer.ts'
import { withTimeout } from '../with-timeout.ts'
import {
  NO_SLIPS,
  noteBegun,
  noteDone,
  noteFailed,
  type PrintState,
  paperOf,
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
/** Errors of our own in a row after which a slip is given up: it would hold up all that come behind it. */
const MOST_ERRORS = 3
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
  /** The reason why a printer does not print now, the oldest first; `undefined`: none is known. */
  fault(): string | undefined
  /** The word about the paper of an announcement, that of a slip behind a faulty printer included; `undefined`: none yet. */
  paperOf(reminder: ReminderFrame): string | undefined
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
 * Prints slips, one after the other at each printer, until each has come out or is given up.
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
  jobOf(slip: Slip, printer: PrinterSettings): Promise<Omit<PrintJob, 'begins'>>
  print(job: PrintJob): Promise<PrintReport>
  /** Whether printing may begin: not while reminders are caught up with that may be closed already. */
  ready(): boolean
  /** A slip has come out, was given up, has failed for another reason than before, or waits behind one that has. */
  ended(slip: Slip): void
  faultChanged(): void
}): PrintQueue {
  const { clock, log } = deps
  let state: PrintState = NO_SLIPS
  let closed = false
  // All by the address of a printer.
  const running = new Map<string, Promise<void>>()
  /** Attempts that failed since the last that did not, and the pause that lasts. */
  const failures = new Map<string, number>()
  const pauses = new Map<string, Cancel>()
  const faults = new Map<string, string>()
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

  /** Begins the first slip of each printer that is idle. */
  function work(): void {
    if (closed || !deps.ready()) return
    const seen = new Set<string>()
    for (const slip of state.slips) {
      const printer = printerOf(slip)
      if (printer === undefined) giveUp(slip, 'no_printer')
      else if (Math.abs(clock.now() - slip.askedAt) > SLIP_LIFE_MS) giveUp(slip, 'too_late')
      else if (!seen.has(printer.address)) {
        seen.add(printer.address)
        if (!running.has(printer.address) && !pauses.has(printer.address)) start(slip, printer)
      }
    }
    for (const address of faults.keys()) if (!seen.has(address)) setFault(address, undefined)
  }

  function printerOf({ role, reminder }: Slip): PrinterSettings | undefined {
    return findPrinter(deps.settings(), role, reminder.order.fulfilment)
  }

  function start(slip: Slip, printer: PrinterSettings): void {
    const { address } = printer
    const over = () => {
      running.delete(address)
      work()
    }
    // Behind this moment: what an attempt tells may lead back here.
    running.set(
      address,
      Promise.resolve()
        .then(() => attempt(slip, printer))
        .catch((error: unknown) => log.error('a slip could not be worked off', { error: String(error) }))
        .finally(over),
    )
  }

  async function attempt(slip: Slip, printer: PrinterSettings): Promise<void> {
    const late = clock.after(SLOW_MS, () => setFault(printer.address, 'timeout'))
    const call = async () => deps.print({ ...(await deps.jobOf(slip, printer)), begins: () => begin(slip) })
    const report = await withTimeout(clock, ATTEMPT_LIMIT_MS, call)
    late()
    if (report === 'failed' && (failures.get(printer.address) ?? 0) >= MOST_ERRORS) giveUp(slip, report)
    else if (typeof report === 'string') failed(slip, printer, { outcome: report, doubt: isBegun(slip) })
    else if (report.outcome === 'ok') printed(slip, printer)
    else failed(slip, printer, { outcome: report.outcome, doubt: report.doubt === true })
    await withTimeout(clock, STORE_LIMIT_MS, writer.flush)
  }

  /** Notes the doubt on disk. Rejects with an Error once the queue is closed: the next run prints it, unmarked. */
  async function begin(slip: Slip): Promise<void> {
    if (closed) throw new Error('the queue is closed')
    store(noteBegun(state, slip.key))
    await withTimeout(clock, STORE_LIMIT_MS, writer.flush)
  }

  function isBegun({ key }: Slip): boolean {
    return state.slips.some((slip) => slip.key === key && slip.begun)
  }

  function printed(slip: Slip, { address }: PrinterSettings): void {
    failures.delete(address)
    store(noteDone(state, slip, slip.again ? 'reprinted' : 'printed'))
    setFault(address, undefined)
    deps.ended(slip)
  }

  function failed(slip: Slip, { address }: PrinterSettings, end: { outcome: string; doubt: boolean }): void {
    const news = slip.outcome !== end.outcome
    if (news) log.warn('a slip was not printed', { kind: slip.kind, role: slip.role, ...end })
    if (news || end.doubt || isBegun(slip)) store(noteFailed(state, slip.key, end))
    setFault(address, end.outcome)
    if (news) deps.ended(slip)
    const count = (failures.get(address) ?? 0) + 1
    failures.set(address, count)
    const again = () => {
      pauses.delete(address)
      work()
    }
    pauses.set(address, clock.after(PAUSES_MS[Math.min(count, PAUSES_MS.length) - 1] ?? 0, again))
  }

  function giveUp(slip: Slip, why: string): void {
    log.warn('a slip was given up', { kind: slip.kind, role: slip.role, why })
    store(noteDone(state, slip, why))
    deps.ended(slip)
  }

  function setFault(address: string, outcome: string | undefined): void {
    if (faults.get(address) === outcome) return
    if (outcome === undefined) faults.delete(address)
    else faults.set(address, outcome)
    deps.faultChanged()
    if (outcome !== undefined) for (const slip of waitingAt(address)) deps.ended(slip)
  }

  /** Slips that a printer has not refused themselves, and that wait for it. */
  function waitingAt(address: string): Slip[] {
    return state.slips.filter((slip) => slip.outcome === undefined && printerOf(slip)?.address === address)
  }

  /** The fault of a printer that a slip of this announcement waits for. */
  function faultBefore({ id, n }: ReminderFrame): string | undefined {
    const waiting = state.slips.filter(({ reminder }) => reminder.id === id && reminder.n === n)
    const found = waiting.map((slip) => faults.get(printerOf(slip)?.address ?? ''))
    return found.find((fault) => fault !== undefined)
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
    fault: () => [...faults.values()][0],
    paperOf: (reminder) => paperOf(state, reminder) ?? faultBefore(reminder),
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
