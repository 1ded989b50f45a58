import type { ShopReply } from '../../../core/rest/shop-api.ts'
import type { Bridge, Result, View } from '../../../ui/bridge.ts'
import type { IpcPort } from '../ipc/ipc-contract.ts'

/** Makes the screen's bridge over the preload's calls and pushes. Resolves when the first view is here. */
export async function createBridge(ipc: IpcPort): Promise<Bridge> {
  const viewers = new Set<(view: View) => void>()
  const listeners = new Set<Parameters<Bridge['onEvent']>[0]>()
  const askers = new Set<Parameters<Bridge['onAsked']>[0]>()
  let newest: View | undefined
  let asked: readonly string[] | undefined
  ipc.onPush((push) => {
    if (push.type === 'view') {
      newest = push.view
      for (const viewer of viewers) viewer(push.view)
    }
    if (push.type === 'asked') {
      if (askers.size === 0) asked = push.reminderIds
      for (const asker of askers) asker(push.reminderIds)
    }
    if (push.type === 'event') for (const listener of listeners) listener(push.event)
  })
  const first = await ipc.call('view')
  // What was pushed in the meantime is newer.
  const view = () => newest ?? first

  return {
    view,
    subscribe: (viewer) => subscribe(viewers, viewer),
    onEvent: (listener) => subscribe(listeners, listener),
    onAsked(asker) {
      if (asked !== undefined) asker(asked)
      asked = undefined
      return subscribe(askers, asker)
    },
    pair: (input) => orFailed(ipc.call('pair', input)),
    unpair: () => ipc.call('unpair').catch(() => {}),
    answer: (answer) =>
      ipc.call('answer', answer).catch(() => ({ answer, accepted: false as const, code: HOST_FAILED })),
    undo: (key) => ipc.call('undo', key).catch(() => false),
    order: (orderId) => orFailed(ipc.call('order', orderId)),
    orders: (query) => orFailed(ipc.call('orders', query)),
    statistics: () => orFailed(ipc.call('statistics')),
    attention: (orderId) => orFailed(ipc.call('attention', orderId)),
    strikeOff: (orderId, lines) => orFailed(ipc.call('strikeOff', orderId, lines)),
    people: (ask) => orFailed(ipc.call('people', ask)),
    report: (range) => orFailed(ipc.call('report', range)),
    say: (text) => ipc.call('say', text).catch(() => 'failed'),
    shop: (call) => orFailed(ipc.call('shop', call) as Promise<Result<ShopReply<typeof call>>>),
    refunds: (query) => orFailed(ipc.call('refunds', query)),
    markReturned: (paymentId, amountMinor) => orFailed(ipc.call('markReturned', paymentId, amountMinor)),
    change: (patch) => void ipc.call('change', patch),
    changeHost: ({ startAtLogin, theme, soundChecked }) =>
      void ipc.call('changeHost', {
        ...(startAtLogin !== undefined && startAtLogin !== null && { startAtLogin }),
        ...(theme !== undefined && { theme }),
        ...(soundChecked !== undefined && { soundChecked }),
      }),
    mute: (minutes) => void ipc.call('mute', minutes),
    soundCheck: (kind) => ipc.call('soundCheck', kind).catch(() => 'failed'),
    testPrint: () => ipc.call('testPrint').catch(() => []),
    keepPrinterAccount: (service, account) => ipc.call('keepPrinterAccount', service, account).catch(() => false),
    voices: () => ipc.call('voices').catch(() => []),
    later: () => void ipc.call('later'),
    openLogs: () => void ipc.call('openLogs'),
    drawingFailed: (fault) => void ipc.call('drawingFailed', fault),
    update: (act) => void ipc.call('update', act),
  }
}

/** The main process failed, on a full disk, say; its log has the reason. */
const HOST_FAILED = 'host_failed'

function orFailed<T>(answer: Promise<Result<T>>): Promise<Result<T>> {
  return answer.catch(() => ({ ok: false, code: HOST_FAILED }))
}

function subscribe<T>(set: Set<T>, member: T): () => void {
  set.add(member)
  return () => void set.delete(member)
}
