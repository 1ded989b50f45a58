import type { Locale } from '../../../shared/locales.ts'
import { createDeviceHost, type DeviceEvent, type DeviceHost } from '../../core/device/device-host.ts'
import type { DeviceFiles, DevicePairing } from '../../core/device/device-pairing.ts'
import type { BellPorts } from '../../core/ports.ts'
import { pairDevice } from '../../core/rest/device-api.ts'
import type { Fetch } from '../../core/rest/fetch.ts'
import { createRestClient } from '../../core/rest/rest-client.ts'
import type { PairingView, View } from '../../ui/bridge.ts'
import type { BrowserNotifier } from './notifier.ts'
import type { BrowserSound } from './sound/browser-sound.ts'
import type { Files } from './storage/database-files.ts'
import { EMPTY_STATE, type LocalState, readLocalState, type StoredPairing } from './storage/local-state.ts'
import type { Actions } from './tabs/tab-channel.ts'

export interface ConsoleDeviceDeps
  extends Pick<BellPorts, 'transport' | 'dialog' | 'clock' | 'random' | 'log' | 'undoMs'> {
  files: Files
  fetch: Fetch
  /** Whether the browser believes that it has a network; false is certain, true is a guess. */
  online(): boolean
  sound: BrowserSound
  notifier: BrowserNotifier
  /** The server's address, `https://…`: the one this page came from. */
  server: string
  /** The language of the human's browser. */
  locale: Locale
  about: { app: string; version: string; platform: string; versions: View['host']['versions'] }
  /** `view()` may tell something new. */
  changed(): void
  happened(event: DeviceEvent): void
}

/** The device that the owner among the tabs runs, and the view of it. */
export interface ConsoleDevice extends Pick<DeviceHost<DevicePairing>, 'reconnectNow'> {
  /** Reads what this browser has stored, so that there is a view. */
  load(): Promise<void>
  /** Rings in this tab from now on. */
  open(): Promise<void>
  view(): View
  actions: Actions
}

/** Runs the bell of the store that this browser is paired with. */
export function createConsoleDevice(deps: ConsoleDeviceDeps): ConsoleDevice {
  const { files, fetch, sound, notifier, server, changed } = deps
  const { app, version, platform } = deps.about
  let local: LocalState = EMPTY_STATE
  const device = createDeviceHost<DevicePairing>({
    ports: { ...deps, voice: sound.voice, chime: sound.chime },
    fetch,
    online: deps.online,
    files: createDeviceFiles(files),
    device: { app, version, platform },
    locale: deps.locale,
    changed() {
      sound.linked(device.settings(), device.status().link === 'connected')
      changed()
    },
    happened: deps.happened,
  })

  async function load(): Promise<void> {
    local = await readLocalState(files.file('memory'))
    await device.load()
  }

  async function erase(): Promise<void> {
    await files
      .erase('inbox', 'answers')
      .catch((error: unknown) => deps.log.error('the inbox could not be erased', { error: String(error) }))
  }

  async function change(patch: Partial<LocalState>): Promise<void> {
    local = { ...local, ...patch }
    changed()
    await files
      .file('memory')
      .write(JSON.stringify(local))
      .catch((error: unknown) => deps.log.error('the browser does not store its state', { error: String(error) }))
  }

  const actions: Actions = {
    async pair({ code, name }) {
      const result = await pairDevice(createRestClient({ server, fetch }), { code, name, platform })
      if (!result.ok) return result
      // A state that could not be read may have left the inbox of another store behind.
      if (local.pairing === null) await erase()
      const pairing = { ...result.value, device: name }
      await change({ pairing })
      sound.speakAs(pairing.token)
      await device.use({ ...pairing, server })
      return { ok: true, value: pairingView(pairing, server) }
    },
    async unpair() {
      await device.use(undefined)
      sound.speakAs(undefined)
      await change({ pairing: null })
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
    changeHost({ theme = local.theme, soundChecked = local.soundChecked }) {
      void change({ theme, soundChecked })
    },
    mute: device.mute,
    soundCheck(kind) {
      sound.unlock()
      notifier.ask()
      return device.soundCheck(kind)
    },
    voices: device.voices,
  }

  return {
    load,
    async open() {
      await load()
      sound.speakAs(local.pairing?.token)
      await device.use(local.pairing === null ? undefined : { ...local.pairing, server })
    },
    view() {
      const settings = device.settings()
      return {
        status: device.status(),
        board: device.open(),
        undoable: device.undoable(),
        settings,
        host: {
          kind: 'browser',
          platform,
          versions: deps.about.versions,
          pairing: local.pairing && pairingView(local.pairing, server),
          sound: sound.state(settings.locale),
          voiceChanges: sound.voiceChanges(),
          tokenStore: 'plain',
          startAtLogin: null,
          bystander: false,
          theme: local.theme,
          soundChecked: local.soundChecked,
        },
      }
    },
    reconnectNow: device.reconnectNow,
    actions,
  }
}

/** A browser is paired with one store at a time; paired anew with the same store, it keeps its inbox. */
function createDeviceFiles(files: Files): DeviceFiles<DevicePairing> {
  return {
    settings: files.file('settings'),
    of: () => ({ inbox: files.file('inbox'), answers: files.file('answers') }),
    ownerOf: ({ store }) => store.id,
    erase: () => files.erase('inbox', 'answers'),
  }
}

function pairingView({ store, device }: StoredPairing, server: string): PairingView {
  const { id, name, locale, timezone } = store
  return { server, device, store: { id, name, locale, timezone } }
}
