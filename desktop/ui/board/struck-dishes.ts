import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import type { Clock } from '../../../shared/clock.ts'
import { LONGEST_AGO_MS, type Struck } from '../../../shared/struck.ts'
import {
  type Marks,
  marksOf,
  type StruckStorage,
  storeMarks,
  withMark,
  withoutMarks,
} from '../../core/struck/struck-marks.ts'
import type { Bridge } from '../bridge.ts'

/** The struck dishes as they are known here; replaced as a whole. */
export interface StruckState {
  /** Struck off here, and not known to the server yet. */
  unsent: Marks
  /** Told by the server, by order id; beside it each order brings its own, which may be older. */
  told: Readonly<Record<string, Struck>>
}

/** The dishes of a store that are struck off as made, on this device and on the others. */
export interface StruckDishes {
  read(): StruckState
  /** Sets how many portions of a line are made, and sends that. */
  strike(orderId: number, line: number, portions: number): void
  /** Takes what the server tells of an order. */
  hear(orderId: number, struck: Struck): void
  /** Sends what is unsent; a call during a round is another round. Resolves when all was tried. Never rejects. */
  send(): Promise<void>
  /** Forgets orders that are not under way any more. */
  keep(orderIds: ReadonlySet<number>): void
  subscribe(listener: () => void): () => void
  /** Reads what another window of this device has written. */
  lookAgain(): void
}

/** The refusals that no later try changes; after every other one a mark stays on the device. */
const FOR_GOOD: readonly string[] = ['order_unknown', 'order_not_under_way', 'body_invalid']

/** Returns how many portions of a line are struck off: by this device's latest word, else by the server's. */
export function struckPortions({ unsent, told }: StruckState, { id, struck }: ReadOrder, line: number): number {
  const own = unsent[id]?.[line]
  if (own !== undefined) return own.portions
  return newer(told[id], struck).lines.find((one) => one.line === line)?.portions ?? 0
}

/**
 * Keeps the struck dishes of one store. What a hand has struck off is stored on this device until the server has it, so
 * that it outlives a reload and an outage; a storage that refuses (private windows, full disks) leaves it in memory.
 */
export function createStruckDishes(deps: {
  storage: StruckStorage | undefined
  storeId: string
  clock: Pick<Clock, 'now'>
  strikeOff: Bridge['strikeOff']
}): StruckDishes {
  const { storage, storeId, clock } = deps
  const listeners = new Set<() => void>()
  let state: StruckState = { unsent: marksOf(storage, storeId), told: {} }
  let again = false
  let sending: Promise<void> | undefined

  function become(patch: Partial<StruckState>): void {
    state = { ...state, ...patch }
    if (patch.unsent !== undefined) storeMarks(storage, storeId, patch.unsent)
    for (const listener of listeners) listener()
  }

  function hear(orderId: number, struck: Struck): void {
    const known = state.told[orderId]
    if (known === undefined || struck.rev > known.rev) become({ told: { ...state.told, [orderId]: struck } })
  }

  /** Sends the marks of one order. Resolves to whether the next order is worth a try. */
  async function sendOrder(orderId: number): Promise<boolean> {
    const marks = state.unsent[orderId] ?? {}
    const lines = Object.entries(marks).map(([line, { portions, at }]) => ({
      line: Number(line),
      portions,
      agoMs: Math.min(LONGEST_AGO_MS, Math.max(0, Math.round(clock.now() - at))),
    }))
    const result = await deps.strikeOff(orderId, lines)
    if (!result.ok && !FOR_GOOD.includes(result.code)) return false
    // In this order: a mark is taken away when what the server has made of it is there.
    if (result.ok) hear(orderId, result.value)
    become({ unsent: withoutMarks(state.unsent, orderId, marks) })
    return true
  }

  async function sendAll(): Promise<void> {
    for (const orderId of Object.keys(state.unsent)) if (!(await sendOrder(Number(orderId)))) return
  }

  async function drain(): Promise<void> {
    while (again) {
      again = false
      await sendAll()
    }
    sending = undefined
  }

  function send(): Promise<void> {
    again = true
    sending ??= drain()
    return sending
  }

  return {
    read: () => state,
    strike(orderId, line, portions) {
      become({ unsent: withMark(state.unsent, orderId, line, { portions, at: clock.now() }) })
      void send()
    },
    hear,
    send,
    keep(orderIds) {
      const isKept = ([id]: [string, unknown]) => orderIds.has(Number(id))
      const unsent = Object.entries(state.unsent).filter(isKept)
      const told = Object.entries(state.told).filter(isKept)
      if (unsent.length < Object.keys(state.unsent).length) become({ unsent: Object.fromEntries(unsent) })
      if (told.length < Object.keys(state.told).length) become({ told: Object.fromEntries(told) })
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    lookAgain() {
      state = { ...state, unsent: marksOf(storage, storeId) }
      for (const listener of listeners) listener()
    },
  }
}

function newer(told: Struck | undefined, own: Struck): Struck {
  return told !== undefined && told.rev > own.rev ? told : own
}
