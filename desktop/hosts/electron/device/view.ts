import { app } from 'electron'
import type { DeviceHost } from '../../../core/device/device-host.ts'
import { soundState } from '../../../core/statements/host-sound.ts'
import type { HostView, UpdateView, View } from '../../../ui/bridge.ts'
import type { LoginItem } from '../login/login-item.ts'
import type { Pairing } from '../pairing/pairing-store.ts'
import type { CloudAccountStore } from './cloud-account-store.ts'
import type { HostStateStore } from './host-state.ts'

/** Puts together everything that the screen is drawn from. */
export function viewOf(deps: {
  device: DeviceHost<Pairing>
  host: HostStateStore
  login: LoginItem
  tokenStore: HostView['tokenStore']
  updates: { view(): UpdateView }
  printerAccounts: Pick<CloudAccountStore, 'services'>
}): View {
  const { device, host } = deps
  const status = device.status()
  const pairing = device.pairing()
  const { theme, soundChecked } = host.get()
  const { electron = '', chrome = '', node = '' } = process.versions
  return {
    status,
    board: device.open(),
    undoable: device.undoable(),
    settings: device.settings(),
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
      printerAccounts: deps.printerAccounts.services(),
      update: deps.updates.view(),
    },
  }
}
