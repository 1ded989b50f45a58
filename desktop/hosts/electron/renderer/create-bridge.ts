import type { Bridge, Result, View } from '../../../ui/bridge.ts'
import type { Door } from '../ipc/ipc-contract.ts'

/** The screen's bridge over the preload's door. Resolves when the first view is here. */
export async function createBridge(door: Door): Promise<Bridge> {
  const viewers = new Set<(view: View) => void>()
  const listeners = new Set<Parameters<Bridge['onEvent']>[0]>()
  const askers = new Set<Parameters<Bridge['onAsked']>[0]>()
  let newest: View | undefined
  let asked: readonly string[] | undefined
  door.onPush((push) => {
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
  const first = await door.call('view')
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
    pair: (input) => orFailed(door.call('pair', input)),
    unpair: () => door.call('unpair').catch(() => {}),
    answer: (answer) =>
      door.call('answer', answer).catch(() => ({ answer, accepted: false as const, code: HOST_FAILED })),
    orders: (query) => orFailed(door.call('orders', query)),
    statistics: () => orFailed(door.call('statistics')),
    change: (patch) => void door.call('change', patch),
    changeHost: ({ startAtLogin, theme, soundChecked }) =>
      void door.call('changeHost', {
        ...(startAtLogin !== undefined && startAtLogin !== null && { startAtLogin }),
        ...(theme !== undefined && { theme }),
        ...(soundChecked !== undefined && { soundChecked }),
      }),
    mute: (minutes) => void door.call('mute', minutes),
    soundCheck: (kind) => door.call('soundCheck', kind).catch(() => 'failed'),
    voices: () => door.call('voices').catch(() => []),
    later: () => void door.call('later'),
    openLogs: () => void door.call('openLogs'),
    update: (act) => void door.call('update', act),
  }
}

/** The main process could not do it: its disk is full, say. What it was stands in the log. */
const HOST_FAILED = 'host_failed'

function orFailed<T>(answer: Promise<Result<T>>): Promise<Result<T>> {
  return answer.catch(() => ({ ok: false, code: HOST_FAILED }))
}

function subscribe<T>(set: Set<T>, member: T): () => void {
  set.add(member)
  return () => void set.delete(member)
}
