import { app } from 'electron'
import type { HostView, UpdateView, View } from '../../../ui/bridge.ts'
import type { LoginItem } from '../login/login-item.ts'
import type { Session } from './device-host.ts'
import type { HostStateStore } from './host-state.ts'
import { soundState } from './sound-state.ts'

/** Everything the screen is drawn from, put together anew. */
export function viewOf(deps: {
  session: Session
  host: HostStateStore
  login: LoginItem
  tokenStore: HostView['tokenStore']
  updates: { view(): UpdateView }
}): View {
  const { session, host } = deps
  const status = session.status()
  const pairing = session.pairing()
  const { theme, soundChecked } = host.get()
  const { electron = '', chrome = '', node = '' } = process.versions
  return {
    status,
    board: session.board(),
    settings: session.settings(),
    host: {
      kind: 'electron',
      platform: process.platform,
      versions: { Laidan: app.getVersion(), Electron: electron, Chromium: chrome, Node: node },
      pairing: pairing === undefined ? null : { server: pairing.server, store: pairing.store, device: pairing.device },
      sound: soundState(status.faults),
      tokenStore: deps.tokenStore,
      startAtLogin: deps.login.read(),
      bystander: false,
      theme,
      soundChecked,
      update: deps.updates.view(),
    },
  }
}
