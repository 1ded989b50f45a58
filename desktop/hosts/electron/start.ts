import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { app, BrowserWindow, Notification, shell } from 'electron'
import { hostClock } from '../../../shared/clock.ts'
import { UNDO_MS } from '../../core/answers/held-answers.ts'
import { createDeviceHost, type DeviceHost } from '../../core/device/device-host.ts'
import { flushStores } from '../../core/flush-stores.ts'
import type { Logger } from '../../core/ports.ts'
import { hostFetch } from '../../core/rest/fetch.ts'
import { hasNetwork } from '../../node/has-network.ts'
import { createStateFile } from '../../node/state-file.ts'
import { createWsTransport } from '../../node/ws-transport.ts'
import { createPrinter } from '../../printing/create-printer.ts'
import { createChime } from './alerts/chime.ts'
import { createNotificationClicks } from './alerts/notification-clicks.ts'
import { createNotifier } from './alerts/notifier.ts'
import type { CliFlags } from './app/cli-flags.ts'
import { createHostVoice } from './app/host-voice.ts'
import { createLogOpener } from './app/open-logs.ts'
import { setupSecurity } from './app/security.ts'
import { setupPower } from './app/setup-power.ts'
import { setupQuit } from './app/setup-quit.ts'
import { loadCloudAccounts } from './device/cloud-account-store.ts'
import { createHandlers } from './device/create-handlers.ts'
import { createDeviceFiles } from './device/device-files.ts'
import { loadHostState } from './device/host-state.ts'
import { viewOf } from './device/view.ts'
import { pushToAll, setupIpc } from './ipc/setup-ipc.ts'
import { createLoginItem } from './login/login-item.ts'
import { startsHidden } from './login/starts-hidden.ts'
import { findPairing } from './pairing/find-pairing.ts'
import { createPairingStore, type Pairing } from './pairing/pairing-store.ts'
import { createTokenSafe } from './pairing/token-safe.ts'
import { setupProtocol } from './protocol/setup-protocol.ts'
import { setupTray } from './tray/setup-tray.ts'
import { hasTrayHost } from './tray/tray-host.ts'
import { feedOf } from './updates/fetch-manifest.ts'
import { createHostUpdater } from './updates/host-updater.ts'
import { loadUpdateRecord } from './updates/update-record.ts'
import { createUpdates } from './updates/updates.ts'
import { createAlertWindow } from './windows/alert-window.ts'
import { createMainWindow } from './windows/main-window.ts'
import { loadWindowState } from './windows/window-state.ts'

const MUTE_MINUTES = 10

/** The public keys of signed updates, from the build; empty when it was given none. */
declare const __LAIDAN_UPDATE_KEYS__: string

/** Puts everything together, once the app is ready. Rejects when the app cannot ring. */
export async function start({ flags, logs, log }: { flags: CliFlags; logs: string; log: Logger }): Promise<void> {
  const folder = app.getPath('userData')
  const file = (name: string) => createStateFile(join(folder, name))
  const remove = (name: string) => rm(join(folder, name), { force: true })
  const clock = hostClock(globalThis)
  const fetch = hostFetch(globalThis)
  const safe = createTokenSafe()
  let drawing = false

  // All that has to be awaited comes first: once a page is opened, its calls must be answered.
  const host = await loadHostState({ file: file('host.json'), clock, log })
  const tokenStore = (await safe.safe()) ? 'safe' : 'plain'
  const toTray = await hasTrayHost(process.platform)
  const windowState = await loadWindowState({ file: file('window.json'), clock, log })
  const printerAccounts = await loadCloudAccounts({ file: file('printer-accounts.json'), safe, log })
  const updateRecord = await loadUpdateRecord(file('updates.json'), log)

  setupSecurity(log)
  setupProtocol(join(import.meta.dirname, 'renderer'))
  const shutdown = setupQuit({ clock, flush, end: () => updates.end(), systemEnds: () => updates.systemEnds(), log })
  const pairings = createPairingStore({ file: file('pairing.json'), remove: () => remove('pairing.json'), safe, log })
  const login = createLoginItem(() => host.get().startAtLogin)
  const windows = { preload: join(import.meta.dirname, 'preload.cjs'), log, isQuitting: shutdown.isQuitting }
  const alerts = createAlertWindow({ ...windows, undoable: () => device.undoable().length > 0 })
  const screens = createMainWindow({ ...windows, windowState, toTray })
  const chime = createChime(screens.push)
  const voice = createHostVoice({ clock, log, renderDir: flags.renderDir })
  const clicks = createNotificationClicks({ clock, open: answer })
  const device: DeviceHost<Pairing> = createDeviceHost<Pairing>({
    ports: {
      clock,
      log,
      voice,
      systemVolume: voice.systemVolume,
      chime,
      transport: createWsTransport(),
      notifier: createNotifier({ locale: () => device.settings().locale, clicked: clicks.clicked }),
      dialog: alerts.dialog,
      printer: createPrinter({ clock, fetch, raster: () => undefined, account: printerAccounts.account }),
      random: { next: Math.random, uuid: randomUUID },
      undoMs: UNDO_MS,
    },
    fetch,
    online: hasNetwork,
    files: createDeviceFiles({ file, remove }),
    device: { app: 'laidan-electron', version: app.getVersion(), platform: process.platform },
    changed: draw,
    happened(event) {
      updates.noteActivity()
      pushToAll({ type: 'event', event })
    },
  })
  const updates = createUpdates({
    ...{ clock, log, record: updateRecord, changed: draw },
    port: createHostUpdater({ keys: __LAIDAN_UPDATE_KEYS__, clock, log }),
    version: app.getVersion(),
    random: { next: Math.random },
    feed: () => feedOf(device.pairing()?.server),
    openWork: device.status,
    inUse: () => BrowserWindow.getFocusedWindow() !== null,
    quit: () => app.quit(),
  })
  const view = () => viewOf({ device, host, login, tokenStore, updates, printerAccounts })
  const openLogs = createLogOpener({ logs, log, shell })
  setupIpc({
    log,
    handlers: createHandlers({
      ...{ device, fetch, pairings, host, login, chime, log, view, openLogs, printerAccounts },
      changed: draw,
      later: alerts.later,
      update: updates.ask,
    }),
  })
  const tray = setupTray({
    open: () => screens.show(),
    answer: () => answer(),
    soundCheck: () => void device.soundCheck(),
    mute: () => device.mute(MUTE_MINUTES),
    unmute: () => device.mute(0),
    settings: () => screens.show('settings'),
    quit: () => app.quit(),
    overlay: screens.overlay,
  })
  setupPower(device.reconnectNow)
  app.on('second-instance', () => screens.show())
  app.on('activate', () => screens.show())

  await device.use(await findPairing({ pairings, dataDir: flags.dataDir, name: hostname(), fetch, log }))
  // Reminders that nobody answered before the end are in front again at once, though announced only when due.
  alerts.bringBack(waiting())
  // After that, because a click may be what has started the app.
  if (process.platform === 'win32') Notification.handleActivation(clicks.activated)
  const { wasOpenedAtLogin } = app.getLoginItemSettings()
  const hidden = startsHidden({ platform: process.platform, asked: flags.hidden, wasOpenedAtLogin })
  if (!toTray || !(hidden || updates.comesBack())) screens.show()
  updates.start()
  log.info('started', { version: app.getVersion(), platform: process.platform, toTray, kept: tokenStore })
  await beginLogin()

  /** Lists the reminders that want an answer of this device, oldest first. */
  function waiting(): string[] {
    return device.open().flatMap(({ reminder, answering }) => (answering === undefined ? [reminder.id] : []))
  }

  /** Opens the waiting reminders for a notification or the tray, `first` on top; where none waits, the board. */
  function answer(first?: string): void {
    const ids = waiting()
    if (ids.length > 0) alerts.open(ids.toSorted((a, b) => Number(b === first) - Number(a === first)))
    else screens.show('board')
  }

  /** Draws anew; many changes of one moment are one view. */
  function draw(): void {
    if (drawing || shutdown.hasBegun()) return
    drawing = true
    setImmediate(() => {
      drawing = false
      tray.render(device.status(), device.settings())
      alerts.keep(waiting())
      pushToAll({ type: 'view', view: view() })
    })
  }

  /** Stops and stores everything; each wait for the disk is bounded. */
  async function flush(): Promise<void> {
    screens.remember()
    await updates.prepareEnd()
    await device.stop()
    voice.close()
    await flushStores({ clock, log, stores: [host, windowState] })
  }

  async function beginLogin(): Promise<void> {
    try {
      if (await login.begin(host.first)) host.change({ startAtLogin: true })
    } catch (error) {
      log.warn('start at login failed', { error: String(error) })
    }
  }
}
