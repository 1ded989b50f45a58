import * as z from 'zod'
import { readReminderSchema } from '../../../shared/protocol/read-reminder.ts'
import { PRINTER_ROLES } from '../print-settings.ts'

const outcome = z.string().max(40)

/** A slip of paper that is to be printed, at one printer. */
const slipSchema = z.object({
  /** One slip for each kind, reminder and role, whatever is restarted. */
  key: z.string().min(1).max(300),
  kind: z.enum(['order', 'urge', 'cancel']),
  role: z.enum(PRINTER_ROLES),
  reminder: readReminderSchema,
  /** Wall time, milliseconds. */
  askedAt: z.int(),
  /** Written before the first byte is sent: found at a start, paper may exist. */
  begun: z.literal(true).optional().catch(undefined),
  /** Another slip like this one may exist, or does: it is marked. */
  again: z.literal(true).optional().catch(undefined),
  /** The outcome of the last attempt that failed. */
  outcome: outcome.optional().catch(undefined),
})
export type Slip = Readonly<z.infer<typeof slipSchema>>

/** A slip that needs no more paper. */
const doneSchema = z.object({
  key: z.string(),
  reminderId: z.string(),
  n: z.int(),
  orderId: z.int(),
  number: z.string(),
  /** That of the reminder when its ticket was printed. */
  level: z.int(),
  /** `printed`, `reprinted`, or why it was given up. */
  outcome,
})
export type DoneSlip = Readonly<z.infer<typeof doneSchema>>

/** The slips of this device. A value: every function below returns a new one. */
export interface PrintState {
  /** Oldest first. */
  readonly slips: readonly Slip[]
  readonly done: readonly DoneSlip[]
}

export const NO_SLIPS: PrintState = { slips: [], done: [] }

/** The most finished slips that are remembered, those of open reminders included: far more than an evening has. */
const MOST_DONE = 1_000

/**
 * Reads what {@link printText} wrote; what cannot be read is left out. A slip that was begun is in doubt: its run ended
 * between the first byte and the note that it was printed.
 */
export const printStateSchema = z
  .object({ v: z.literal(1), slips: z.array(z.unknown()), done: z.array(z.unknown()) })
  .transform(
    ({ slips, done }): PrintState => ({
      slips: slips.flatMap((slip) => slipSchema.safeParse(slip).data ?? []).map(doubted),
      done: done.flatMap((slip) => doneSchema.safeParse(slip).data ?? []),
    }),
  )

/** Writes the state as JSON. */
export function printText({ slips, done }: PrintState): string {
  return JSON.stringify({ v: 1, slips, done })
}

function doubted({ begun, ...slip }: Slip): Slip {
  return begun === undefined ? slip : { ...slip, again: true }
}

/** Adds the slips that are not known yet. */
export function withSlips(state: PrintState, slips: readonly Slip[]): PrintState {
  const fresh = slips.filter(({ key }) => !isKnown(state, key))
  return fresh.length === 0 ? state : { ...state, slips: [...state.slips, ...fresh] }
}

/** Notes that bytes of a slip are about to be sent. */
export function noteBegun(state: PrintState, key: string): PrintState {
  return changed(state, key, (slip) => ({ ...slip, begun: true }))
}

/** Notes a failed attempt. `doubt`: paper may have come out all the same. */
export function noteFailed(state: PrintState, key: string, { outcome, doubt }: { outcome: string; doubt: boolean }) {
  return changed(state, key, ({ begun: _, ...slip }) => ({ ...slip, outcome, ...(doubt && { again: true as const }) }))
}

/** Notes that a slip needs no more paper; a slip that was called off meanwhile too, since its paper exists. */
export function noteDone(state: PrintState, { key, reminder }: Slip, outcome: string): PrintState {
  const { id: reminderId, n, orderId, level, order } = reminder
  return {
    slips: state.slips.filter((slip) => slip.key !== key),
    done: [...state.done, { key, reminderId, n, orderId, number: order.number, level, outcome }].slice(-MOST_DONE),
  }
}

/** Tells whether a slip was asked for before. */
function isKnown({ slips, done }: PrintState, key: string): boolean {
  return slips.some((slip) => slip.key === key) || done.some((slip) => slip.key === key)
}

/**
 * The word about the paper of one announcement: a failure, until its slips are printed; `undefined` while an attempt is
 * awaited, or where nothing is printed.
 */
export function paperOf({ slips, done }: PrintState, { id, n }: { id: string; n: number }): string | undefined {
  const waiting = slips.filter(({ reminder }) => reminder.id === id && reminder.n === n)
  if (waiting.length > 0) return waiting.find((slip) => slip.outcome !== undefined)?.outcome
  return done.findLast((slip) => slip.reminderId === id && slip.n === n)?.outcome
}

function changed(state: PrintState, key: string, change: (slip: Slip) => Slip): PrintState {
  return { ...state, slips: state.slips.map((slip) => (slip.key === key ? change(slip) : slip)) }
}
