import { readOrderPageSchema, readStatisticsSchema } from '../../../../shared/api/read-orders.ts'
import type { Logger } from '../../../core/ports.ts'
import type { View } from '../../../ui/bridge.ts'
import type { PageChime } from '../alerts/chime.ts'
import type { Handlers } from '../ipc/channels.ts'
import type { LoginItem } from '../login/login-item.ts'
import { pair } from '../pairing/pair.ts'
import type { PairingStore } from '../pairing/pairing-store.ts'
import type { Session } from './device-host.ts'
import type { HostStateStore } from './host-state.ts'
import { readRest } from './rest-reader.ts'

/** What each call of a page does. */
export function createHandlers(deps: {
  session: Session
  pairings: PairingStore
  host: HostStateStore
  login: LoginItem
  chime: PageChime
  log: Logger
  view(): View
  /** The screen has to be drawn anew. */
  changed(): void
  later(): void
  openLogs(): void
  update: Handlers['update']
}): Handlers {
  const { session, pairings, host, login } = deps
  const unpaired = { ok: false as const, code: 'unauthenticated' }

  return {
    view: deps.view,
    async pair(input) {
      const result = await pair(input)
      if (!result.ok) return result
      const { server, device, store } = result.value
      await pairings.keep(result.value)
      await session.use(result.value)
      return { ok: true, value: { server, device, store } }
    },
    async unpair() {
      await pairings.forget()
      await session.use(undefined)
    },
    answer: session.answer,
    async orders({ status, ...query }) {
      const pairing = session.pairing()
      if (pairing === undefined) return unpaired
      return await readRest(pairing, '/v1/orders', readOrderPageSchema, { ...query, status })
    },
    async statistics() {
      const pairing = session.pairing()
      if (pairing === undefined) return unpaired
      return await readRest(
        pairing,
        `/v1/stores/${encodeURIComponent(pairing.store.id)}/statistics`,
        readStatisticsSchema,
      )
    },
    change: session.change,
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
    mute: session.mute,
    soundCheck: session.soundCheck,
    voices: session.voices,
    later: deps.later,
    openLogs: deps.openLogs,
    update: deps.update,
    rung: deps.chime.rung,
    online: () => session.reconnectNow('online'),
  }
}
