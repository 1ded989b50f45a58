import { readCloudAccount } from '../../../core/cloud-accounts.ts'
import type { DeviceHost } from '../../../core/device/device-host.ts'
import type { Logger } from '../../../core/ports.ts'
import type { Fetch } from '../../../core/rest/fetch.ts'
import type { View } from '../../../ui/bridge.ts'
import type { PageChime } from '../alerts/chime.ts'
import type { Handlers } from '../ipc/channels.ts'
import type { LoginItem } from '../login/login-item.ts'
import { pair } from '../pairing/pair.ts'
import type { Pairing, PairingStore } from '../pairing/pairing-store.ts'
import type { CloudAccountStore } from './cloud-account-store.ts'
import type { HostStateStore } from './host-state.ts'

/** Makes the handler of every call that a page may make. */
export function createHandlers(deps: {
  device: DeviceHost<Pairing>
  fetch: Fetch
  pairings: PairingStore
  host: HostStateStore
  login: LoginItem
  printerAccounts: CloudAccountStore
  chime: PageChime
  log: Logger
  view(): View
  /** The screen has to be drawn anew. */
  changed(): void
  later(): void
  openLogs(): void
  update: Handlers['update']
}): Handlers {
  const { device, pairings, host, login } = deps

  return {
    view: deps.view,
    async pair(input) {
      const result = await pair(input, deps.fetch)
      if (!result.ok) return result
      const { server, device: name, store } = result.value
      await pairings.keep(result.value)
      await device.use(result.value)
      return { ok: true, value: { server, device: name, store } }
    },
    async unpair() {
      await pairings.forget()
      await device.use(undefined)
    },
    answer: device.answer,
    undo: device.undo,
    order: device.order,
    orders: device.orders,
    statistics: device.statistics,
    attention: device.attention,
    strikeOff: device.strikeOff,
    people: device.people,
    report: device.report,
    say: device.say,
    shop: device.shop,
    refunds: device.refunds,
    markReturned: device.markReturned,
    change: device.change,
    async changeHost({ startAtLogin, theme, soundChecked }) {
      if (startAtLogin !== undefined && login.read() !== null) {
        try {
          await login.write(startAtLogin)
          host.change({ startAtLogin })
        } catch (error) {
          deps.log.error('start at login could not be set', { error: String(error) })
        }
      }
      host.change({ ...(theme !== undefined && { theme }), ...(soundChecked !== undefined && { soundChecked }) })
      deps.changed()
    },
    mute: device.mute,
    soundCheck: device.soundCheck,
    testPrint: device.testPrint,
    async keepPrinterAccount(service, fields) {
      const account = readCloudAccount(service, (name) => fields[name])
      if (account === undefined) return false
      await deps.printerAccounts.keep(service, account)
      deps.changed()
      return true
    },
    voices: device.voices,
    later: deps.later,
    openLogs: deps.openLogs,
    drawingFailed: (fault) => deps.log.error('a part of the screen could not be drawn', { fault }),
    update: deps.update,
    rung: deps.chime.rung,
    online: () => device.reconnectNow('online'),
  }
}
