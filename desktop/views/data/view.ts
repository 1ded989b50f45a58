import type { Locale } from '../../../shared/locales.ts'
import type { BoardReminder, UndoableAnswer } from '../../core/bell/bell-contract.ts'
import { type Status, statusOf } from '../../core/bell/status.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../core/settings.ts'
import type { HostView, View } from '../../ui/bridge.ts'
import { MINUTE_MS, NOW } from './time.ts'
import { WORDS } from './words.ts'

interface Differences {
  board?: readonly BoardReminder[]
  undoable?: readonly UndoableAnswer[]
  status?: Partial<Status>
  settings?: Partial<Settings>
  host?: Partial<HostView>
  store?: Partial<NonNullable<Status['store']>>
}

/** Makes what a paired, connected console shows in a shop of this language; `differences` are what a view is about. */
export function viewOf(locale: Locale, differences: Differences = {}): View {
  const { board = [], undoable = [], ...differs } = differences
  const facts = { id: 'store', name: WORDS[locale].store, locale, timezone: 'Asia/Shanghai' }
  const store = { ...facts, intake: { state: 'open', seq: 0 }, ...differs.store }
  const settings = { ...DEFAULT_SETTINGS, locale, ...differs.settings }
  const unanswered = board.filter(({ answering }) => answering === undefined).map(({ reminder }) => reminder)
  const status = statusOf({
    link: undefined,
    store,
    unanswered,
    settings: { ...settings, storeClock: { timeZone: store.timezone, aheadMs: 0 } },
    now: NOW,
    trouble: {},
    stored: true,
    understood: true,
    answersWaiting: undoable.length,
    serverAheadMs: 0,
    serverFaults: [],
  })
  return {
    status: { ...status, link: 'connected', since: NOW - 90 * MINUTE_MS, ...differs.status },
    board,
    undoable,
    settings,
    host: {
      kind: 'browser',
      platform: 'browser',
      versions: { Laidan: '1.0', Chrome: '150' },
      pairing: { server: 'https://bell.example.com', store: facts, device: WORDS[locale].counter },
      sound: 'ready',
      tokenStore: 'plain',
      startAtLogin: null,
      bystander: false,
      theme: 'system',
      soundChecked: true,
      ...differs.host,
    },
  }
}
