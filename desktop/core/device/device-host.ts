import type { ReadReport, ReportQuery } from '../../../shared/api/attention-report.ts'
import type { ReadAttention } from '../../../shared/api/order-attention.ts'
import type { ReadOrderPage, ReadStatistics } from '../../../shared/api/read-orders.ts'
import type { ReadStoreRefund, ReadStoreRefundPage } from '../../../shared/api/store-refunds.ts'
import type { Locale } from '../../../shared/locales.ts'
import type { Hello } from '../../../shared/protocol/frames.ts'
import { SOCKET_PATH } from '../../../shared/protocol/limits.ts'
import type { StrikeOff, Struck } from '../../../shared/struck.ts'
import { type Bell, type BellEvent, createBell } from '../bell/bell.ts'
import { type Status, statusOf } from '../bell/status.ts'
import { createLinkProbe } from '../connection/link-probe.ts'
import { flushStores } from '../flush-stores.ts'
import { askPeople } from '../people/ask-people.ts'
import type { People, PeopleAsk } from '../people/people.ts'
import type { BellPorts, ChoosableVoice, InstalledVoice } from '../ports.ts'
import { type PrinterTest, testPrint } from '../printing/test-print.ts'
import {
  findOrders,
  findRefunds,
  markReturned,
  type OrderSearch,
  type RefundSearch,
  readAttention,
  readReport,
  readStatistics,
  strikeOff,
} from '../rest/device-api.ts'
import type { Fetch } from '../rest/fetch.ts'
import { readOrder } from '../rest/read-order.ts'
import { readWhole } from '../rest/read-whole.ts'
import { createRestClient, type RestClient, type RestResult } from '../rest/rest-client.ts'
import { callShop, type ShopCall, type ShopReply } from '../rest/shop-api.ts'
import { readShopToday } from '../rest/shop-today.ts'
import { checkSound } from './check-sound.ts'
import type { DeviceFiles, DevicePairing } from './device-pairing.ts'
import { createIdleSettings } from './idle-settings.ts'

/** An event of the bell that happens once; changes of state come by `changed`. */
export type DeviceEvent = Exclude<BellEvent, { type: 'status' | 'board' }>

/** The calls that a device answers, with a bell or without one. */
type DeviceCalls = Pick<
  Bell,
  | 'answer'
  | 'undo'
  | 'undoable'
  | 'open'
  | 'status'
  | 'settings'
  | 'change'
  | 'mute'
  | 'soundCheck'
  | 'say'
  | 'reconnectNow'
>

/** One device: the bell of its present pairing, or none. */
export interface DeviceHost<P> extends DeviceCalls {
  /** Reads the settings, so that the screen can be drawn; `use` does so too. Never rejects. */
  load(): Promise<void>
  /**
   * Rings for `pairing` from now on; `undefined`: for none. The former bell is stopped first, and its files are deleted
   * if they have another owner. Calls wait for each other.
   */
  use(pairing: P | undefined): Promise<void>
  /** Stops the bell for good and stores. Never rejects. */
  stop(): Promise<void>
  pairing(): P | undefined
  voices(): Promise<readonly InstalledVoice[]>
  /** Prints a test page at every printer, and keeps what it learns of them. Never rejects. */
  testPrint(): Promise<readonly PrinterTest[]>
  /** Reads one order of the store, with whole texts. Never rejects. */
  order(orderId: number): ReturnType<typeof readOrder>
  /** Finds orders of the store. Never rejects; without a pairing `unauthenticated`, as `statistics`. */
  orders(query: OrderSearch): Promise<RestResult<ReadOrderPage>>
  statistics(): Promise<RestResult<ReadStatistics>>
  /** Reads the story of one order. Never rejects. */
  attention(orderId: number): Promise<RestResult<ReadAttention>>
  /** Strikes portions off an order. Never rejects. */
  strikeOff(orderId: number, lines: StrikeOff['lines']): Promise<RestResult<Struck>>
  /** Reads how the orders of a day or a shift were heard and answered. Never rejects. */
  report(range: ReportQuery): Promise<RestResult<ReadReport>>
  /** Reads or changes whom outside of the shop the server tells. Never rejects. */
  people(ask: PeopleAsk): Promise<RestResult<People>>
  /** Reads or changes the shop's own things. Never rejects. */
  shop<Call extends ShopCall>(call: Call): Promise<RestResult<ShopReply<Call>>>
  /** Finds the money of the store that goes back, or has gone. Never rejects. */
  refunds(query: RefundSearch): Promise<RestResult<ReadStoreRefundPage>>
  /** Notes that the shop has returned money by hand, minor units. Never rejects. */
  markReturned(paymentId: string, amountMinor: number): Promise<RestResult<ReadStoreRefund>>
}

export interface DeviceHostDeps<P> {
  /** The ports that do not belong to one pairing. */
  ports: Omit<BellPorts, 'requester' | 'files' | 'voice' | 'probe' | 'shopToday'> & { voice: ChoosableVoice }
  /** Whether this machine has a network; absent: the host cannot tell. */
  online?: (() => boolean | undefined) | undefined
  fetch: Fetch
  files: DeviceFiles<P>
  /** The program, as it introduces itself to the server. */
  device: Hello['device']
  /**
   * The language before a human has chosen one; the store's language replaces it. Absent: the language of the settings
   * counts.
   */
  locale?: Locale
  /** Called when `status`, `open` or `settings` may have changed. */
  changed(): void
  happened(event: DeviceEvent): void
}

const UNPAIRED = { ok: false, code: 'unauthenticated' } as const

/** Runs one bell at a time. Each pairing has an inbox and answers of its own; the settings are the device's. */
export function createDeviceHost<P extends DevicePairing>(deps: DeviceHostDeps<P>): DeviceHost<P> {
  const { ports, files, changed } = deps
  const { clock, log } = ports
  let pairing: P | undefined
  let rest: RestClient | undefined
  /** The bell that was created last; it may still be reading its files. */
  let newest: Bell | undefined
  /** The same bell, once it has started. */
  let bell: Bell | undefined
  let idle = createIdle()
  let last: Promise<void> = Promise.resolve()

  function createIdle() {
    return createIdleSettings({ file: files.settings, clock, log, locale: deps.locale, changed })
  }

  async function stop(): Promise<void> {
    const running = newest
    newest = undefined
    bell = undefined
    await running?.stop()
    await flushStores({ clock, log, stores: [idle] })
  }

  async function replace(next: P | undefined): Promise<void> {
    await stop()
    if (pairing !== undefined && (next === undefined || files.ownerOf(pairing) !== files.ownerOf(next))) {
      await files.erase(pairing).catch((error: unknown) => {
        log.error('the files of the former pairing could not be deleted', { error: String(error) })
      })
    }
    pairing = next
    rest = next && createRestClient({ server: next.server, token: next.token, fetch: deps.fetch })
    idle = createIdle()
    await idle.load()
    if (next !== undefined && rest !== undefined) await start(next, rest)
    changed()
  }

  /**
   * Starts a bell. Changes of the settings during the start are made again afterwards, since the bell's file replaces
   * them.
   */
  async function start(next: P, requester: RestClient): Promise<void> {
    const own = createBell(
      {
        ...ports,
        requester,
        wholeOrder: (frame) => readWhole(requester, frame),
        probe: createLinkProbe({ fetch: deps.fetch, server: next.server, online: deps.online }),
        shopToday: () => readShopToday(requester, next.store.id),
        files: { ...files.of(next), settings: files.settings },
      },
      { url: `${next.server.replace(/^http/, 'ws')}${SOCKET_PATH}`, token: next.token, device: deps.device },
    )
    newest = own
    own.subscribe((event) => {
      if (newest !== own) return
      if (event.type === 'status' || event.type === 'board') changed()
      else deps.happened(event)
    })
    const before = JSON.stringify(idle.get())
    changed()
    await own.start()
    await flushStores({ clock, log, stores: [idle] })
    if (newest !== own) return
    const after = idle.get()
    if (JSON.stringify(after) !== before) own.change(after)
    if (deps.locale !== undefined) own.change({ locale: idle.languageChosen() ? after.locale : next.store.locale })
    bell = own
  }

  function idleStatus(): Status {
    const now = clock.now()
    const link = pairing && { phase: 'connecting' as const, since: now, failures: 0 }
    const nothing = { store: null, unanswered: [], trouble: {}, answersWaiting: 0, serverAheadMs: 0, serverFaults: [] }
    return statusOf({ link, settings: idle.get(), now, stored: true, understood: true, ...nothing })
  }

  return {
    load: () => idle.load(),
    use(next) {
      const replacement = last.then(() => replace(next))
      last = replacement.catch(() => {})
      return replacement
    },
    stop,
    pairing: () => pairing,
    status: () => bell?.status() ?? idleStatus(),
    open: () => bell?.open() ?? [],
    settings: () => bell?.settings() ?? idle.get(),
    change: (patch) => (bell ?? idle).change(patch),
    mute: (minutes) => bell?.mute(minutes),
    answer: (answer) =>
      bell?.answer(answer) ?? Promise.resolve({ answer, accepted: false as const, code: UNPAIRED.code }),
    undo: (key) => bell?.undo(key) ?? false,
    undoable: () => bell?.undoable() ?? [],
    soundCheck: (kind) => bell?.soundCheck(kind) ?? checkSound({ ...ports, settings: idle.get }, kind),
    // Without a bell there is nothing that a shop would be told.
    say: async (text) => (await bell?.say(text)) ?? 'none',
    voices: () => ports.voice.voices(),
    testPrint() {
      const shop = { timeZone: pairing?.store.timezone, storeName: pairing?.store.name ?? '' }
      const { settings, change } = bell ?? { settings: idle.get, change: idle.change }
      return testPrint({ ...{ printer: ports.printer, clock, shop, settings, change } })
    },
    reconnectNow: (reason) => bell?.reconnectNow(reason),
    order: async (orderId) => (rest === undefined ? UNPAIRED : await readOrder(rest, orderId)),
    orders: async (query) => (rest === undefined ? UNPAIRED : await findOrders(rest, query)),
    attention: async (orderId) => (rest === undefined ? UNPAIRED : await readAttention(rest, orderId)),
    strikeOff: async (orderId, lines) => (rest === undefined ? UNPAIRED : await strikeOff(rest, orderId, lines)),
    async report(range) {
      if (rest === undefined || pairing === undefined) return UNPAIRED
      return await readReport(rest, pairing.store.id, range)
    },
    async people(ask) {
      if (rest === undefined || pairing === undefined) return UNPAIRED
      return await askPeople(rest, pairing.store.id, ask)
    },
    shop: async (call) =>
      rest === undefined || pairing === undefined ? UNPAIRED : await callShop(rest, pairing, call),
    async refunds(query) {
      if (rest === undefined || pairing === undefined) return UNPAIRED
      return await findRefunds(rest, pairing.store.id, query)
    },
    markReturned: async (paymentId, amountMinor) =>
      rest === undefined ? UNPAIRED : await markReturned(rest, paymentId, amountMinor),
    async statistics() {
      if (rest === undefined || pairing === undefined) return UNPAIRED
      return await readStatistics(rest, pairing.store.id)
    },
  }
}
