import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import { ORDER_STATUS } from '../../../shared/order.ts'
import type { Bridge, Result } from '../../ui/bridge.ts'
import type { Scene } from '../data/scene.ts'

/** Midnight is that long before the moment at which views stand. */
const SINCE_MIDNIGHT_MS = 12.3 * 3_600_000

/** Makes a bridge to nothing but a scene: it answers what the screen reads, and whatever a human does changes nothing. */
export function fixedBridge(scene: Scene, now: number): Bridge {
  const { view, orders = [], story, people, report, refuses, events = [] } = scene
  const listeners = new Set<Parameters<Bridge['onEvent']>[0]>()
  const read = <T>(value: T | undefined): Result<T> =>
    refuses !== undefined || value === undefined
      ? { ok: false, code: refuses ?? 'order_not_found' }
      : { ok: true, value }
  const inStatus = (status: number) => orders.filter((order) => order.status === status).length
  const never = new Promise<never>(() => {})

  return {
    view: () => view,
    subscribe: () => () => {},
    onEvent(listener) {
      listeners.add(listener)
      // Whoever listens hears all of it, once it stands: a screen that is drawn twice at first, as React's strict mode does, listens twice.
      setTimeout(() => {
        if (listeners.has(listener)) for (const event of events) listener(event)
      })
      return () => void listeners.delete(listener)
    },
    onAsked: () => () => {},
    pair: async () => ({ ok: false, code: 'pairing_code_invalid' }),
    unpair: async () => {},
    answer: () => never,
    undo: () => false,
    order: async (orderId) => read(orders.find(({ id }) => id === orderId)),
    orders: async ({ status }) => read({ orders: orders.filter(isOf(status)), next: null }),
    statistics: async () =>
      read({
        toBeConfirmed: inStatus(ORDER_STATUS.to_be_confirmed),
        confirmed: inStatus(ORDER_STATUS.confirmed),
        delivering: inStatus(ORDER_STATUS.delivering),
        today: {
          since: now - SINCE_MIDNIGHT_MS,
          paid: orders.length + 37,
          completed: inStatus(ORDER_STATUS.completed),
          cancelled: inStatus(ORDER_STATUS.cancelled),
          turnover: [{ currency: 'CNY', amountMinor: 168_450 }],
        },
        unanswered: view.board.length,
      }),
    attention: async () => read(story),
    strikeOff: async () => ({ ok: false, code: 'unreachable' }),
    people: async () => read(people),
    refunds: async () => read({ refunds: [], mayMark: false, next: null }),
    markReturned: async () => ({ ok: false, code: 'unreachable' }),
    report: async () => read(report),
    say: async () => 'ok',
    shop: async () => ({ ok: false, code: 'unreachable' }),
    change() {},
    changeHost() {},
    mute() {},
    soundCheck: async () => 'ok',
    checkHearing: async () => 'not_heard',
    ...(view.host.kind === 'electron' && { testPrint: async () => [], keepPrinterAccount: async () => true }),
    subscribePush: async () => ({ ok: false, code: 'push_failed' }),
    voices: async () => [],
    later() {},
    openLogs() {},
    drawingFailed: (fault) => reportError(new Error(fault)),
    update() {},
  }
}

function isOf(status: readonly number[] | undefined): (order: ReadOrder) => boolean {
  return (order) => status === undefined || status.includes(order.status)
}
