import type { Locale } from '../../../shared/api/stores.ts'
import { SOCKET_PATH } from '../../../shared/protocol/limits.ts'
import { type Bell, type BellEvent, createBell } from '../../core/bell/bell.ts'
import { type Status, statusOf } from '../../core/bell/status.ts'
import type { BellPorts } from '../../core/ports.ts'
import { parseSettings, type Settings } from '../../core/settings.ts'
import type { PairingView, View } from '../../ui/bridge.ts'
import { createRequester, findOrders, pairDevice, storeStatistics } from './net/api.ts'
import type { BrowserNotifier } from './notifier.ts'
import type { BrowserSound } from './sound/browser-sound.ts'
import type { Files } from './storage/database-files.ts'
import { type Memory, NOTHING_REMEMBERED, readMemory, type StoredPairing } from './storage/local-state.ts'
import type { Actions } from './tabs/tab-channel.ts'

export interface StationDeps extends Pick<BellPorts, 'transport' | 'dialog' | 'clock' | 'random' | 'log'> {
  files: Files
  sound: BrowserSound
  notifier: BrowserNotifier
  /** The server's address, `https://…`: the one this page came from. */
  origin: string
  /** What the human's browser speaks. */
  locale: Locale
  about: { app: string; version: string; platform: string; versions: View['host']['versions'] }
  /** `view()` may tell something new. */
  changed(): void
  happened(event: BellEvent): void
}

/** What the owner among the tabs runs: the bell of the store that this browser is paired with. */
export interface Station {
  /** Reads what this browser remembers. */
  load(): Promise<void>
  /** This tab rings from now on. */
  open(): Promise<void>
  view(): View
  reconnectNow(why: string): void
  actions: Actions
}

const NOT_PAIRED = 'unauthenticated'

export function createStation(deps: StationDeps): Station {
  const { clock, log, files, sound, notifier, changed } = deps
  let memory: Memory = NOTHING_REMEMBERED
  /** What counts while there is no bell: before pairing, and until the bell has read its own. */
  let settings: Settings = parseSettings({ locale: deps.locale })
  /** A language that a human has chosen, or that was stored, outlives the store's. */
  let languageChosen = false
  let bell: Bell | undefined

  async function load(): Promise<void> {
    memory = await readMemory(files.file('memory'))
    const stored = await files
      .file('settings')
      .read()
      .catch(() => null)
    if (stored === null) return
    languageChosen = true
    settings = parseSettings(
      await Promise.resolve(stored)
        .then(JSON.parse)
        .catch(() => undefined),
    )
  }

  async function remember(patch: Partial<Memory>): Promise<void> {
    memory = { ...memory, ...patch }
    changed()
    await files
      .file('memory')
      .write(JSON.stringify(memory))
      .catch((error: unknown) => log.error('the browser does not keep what it should', { error: String(error) }))
  }

  async function openBell({ token, store }: StoredPairing): Promise<void> {
    const own = createBell(
      {
        ...deps,
        voice: sound.voice,
        chime: sound.chime,
        requester: createRequester(token),
        files: { inbox: files.file('inbox'), answers: files.file('answers'), settings: files.file('settings') },
      },
      {
        url: new URL(SOCKET_PATH, deps.origin.replace(/^http/, 'ws')).href,
        token,
        device: { app: deps.about.app, version: deps.about.version, platform: deps.about.platform },
      },
    )
    own.subscribe((event) => {
      if (bell !== own) return
      deps.happened(event)
      if (event.type === 'status' || event.type === 'board') changed()
    })
    await own.start()
    own.change({ locale: languageChosen ? settings.locale : store.locale })
    bell = own
    changed()
  }

  async function closeBell(): Promise<void> {
    const own = bell
    if (own !== undefined) settings = own.settings()
    bell = undefined
    await own?.stop()
  }

  async function forgetStore(): Promise<void> {
    await closeBell()
    await files.erase('inbox', 'answers').catch((error: unknown) => log.error('not erased', { error: String(error) }))
  }

  function status(): Status {
    const now = clock.now()
    const link = memory.pairing === null ? undefined : { phase: 'connecting' as const, since: now, failures: 0 }
    const nothing = { store: null, unanswered: [], trouble: {}, answersWaiting: 0, serverAheadMs: 0 }
    return statusOf({ link, settings, now, stored: true, understood: true, ...nothing })
  }

  const actions: Actions = {
    async pair({ code, name }) {
      const result = await pairDevice(code, name, deps.about.platform)
      if (!result.ok) return result
      const pairing = { ...result.value, device: name }
      if (memory.pairing?.store.id === pairing.store.id) await closeBell()
      else await forgetStore()
      await remember({ pairing })
      await openBell(pairing)
      return { ok: true, value: pairingView(pairing, deps.origin) }
    },
    async unpair() {
      await forgetStore()
      await remember({ pairing: null })
    },
    answer: (answer) => bell?.answer(answer) ?? Promise.resolve({ answer, accepted: false, code: NOT_PAIRED }),
    async orders(query) {
      if (memory.pairing === null) return { ok: false, code: NOT_PAIRED }
      return await findOrders(memory.pairing.token, query)
    },
    async statistics() {
      if (memory.pairing === null) return { ok: false, code: NOT_PAIRED }
      return await storeStatistics(memory.pairing.token, memory.pairing.store.id)
    },
    change(patch) {
      if (patch.locale !== undefined) languageChosen = true
      if (bell !== undefined) return bell.change(patch)
      settings = parseSettings({ ...settings, ...patch })
      changed()
    },
    changeHost({ theme = memory.theme, soundChecked = memory.soundChecked }) {
      void remember({ theme, soundChecked })
    },
    mute: (minutes) => bell?.mute(minutes),
    async soundCheck(kind) {
      sound.unlock()
      notifier.ask()
      return (await bell?.soundCheck(kind)) ?? 'failed'
    },
    voices: sound.voice.voices,
  }

  return {
    load,
    async open() {
      await load()
      if (memory.pairing !== null) await openBell(memory.pairing)
      else changed()
    },
    view() {
      const now = bell?.settings() ?? settings
      return {
        status: bell?.status() ?? status(),
        board: bell?.open() ?? [],
        settings: now,
        host: {
          kind: 'browser',
          platform: deps.about.platform,
          versions: deps.about.versions,
          pairing: memory.pairing && pairingView(memory.pairing, deps.origin),
          sound: sound.state(now.locale),
          voiceChanges: sound.voiceChanges(),
          tokenStore: 'plain',
          startAtLogin: null,
          bystander: false,
          theme: memory.theme,
          soundChecked: memory.soundChecked,
        },
      }
    },
    reconnectNow: (why) => bell?.reconnectNow(why),
    actions,
  }
}

function pairingView({ store, device }: StoredPairing, server: string): PairingView {
  const { id, name, locale, timezone } = store
  return { server, device, store: { id, name, locale, timezone } }
}
