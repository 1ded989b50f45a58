import { SOCKET_PATH } from '../../../../shared/protocol/limits.ts'
import { LEVEL, type ReminderKind } from '../../../../shared/reminder.ts'
import { checkOf } from '../../../core/announcer/sample.ts'
import { mannerOf } from '../../../core/announcer/speaker.ts'
import type { Answer, Decision } from '../../../core/answers/answer.ts'
import { type Bell, type BellEvent, type BoardEntry, createBell } from '../../../core/bell/bell.ts'
import { type Status, statusOf } from '../../../core/bell/status.ts'
import type { BellPorts, ChoosableVoice, InstalledVoice, Outcome, StateFile } from '../../../core/ports.ts'
import type { Settings } from '../../../core/settings.ts'
import { createSettingsStore } from '../../../core/settings-store.ts'
import { createRequester } from '../../../node/rest-requester.ts'
import { lastWrites } from '../app/flush-stores.ts'
import type { Pairing } from '../pairing/pairing-store.ts'

/** The bell of the present pairing, or the silence before there is one. */
export interface Session {
  /** Begins, or begins anew with another pairing (`undefined`: with none). The bell before has stopped by then. */
  use(pairing: Pairing | undefined): Promise<void>
  stop(): Promise<void>
  pairing(): Pairing | undefined
  status(): Status
  board(): readonly BoardEntry[]
  settings(): Settings
  change(patch: Partial<Settings>): void
  mute(minutes: number): void
  answer(answer: Answer): Promise<Decision>
  soundCheck(kind?: ReminderKind): Promise<Outcome>
  voices(): Promise<readonly InstalledVoice[]>
  reconnectNow(why: string): void
}

export interface SessionDeps {
  /** Everything but what belongs to one pairing. */
  ports: Omit<BellPorts, 'requester' | 'files' | 'voice'> & { voice: ChoosableVoice }
  /** A file of this name in the app's own folder. */
  file(name: string): StateFile
  /** Deletes the file of this name, if there is one. */
  remove(name: string): Promise<void>
  version: string
  platform: string
  /** The screen has to be drawn anew. */
  changed(): void
  event(event: BellEvent): void
}

/** One bell at a time; each pairing has an inbox and answers of its own, the settings are the device's. */
export function createSession(deps: SessionDeps): Session {
  const { ports, file } = deps
  let pairing: Pairing | undefined
  let bell: Bell | undefined
  let idle = createIdle()

  /** Before pairing there are settings, and a voice to try them with. */
  function createIdle() {
    return createSettingsStore({
      file: file('settings.json'),
      clock: ports.clock,
      log: ports.log,
      changed: deps.changed,
    })
  }

  async function stop(): Promise<void> {
    const running = bell
    bell = undefined
    await running?.stop()
    await lastWrites({ clock: ports.clock, log: ports.log, kept: [idle] })
  }

  function createBellFor(of: Pairing): Bell {
    const { server, token } = of
    const [inbox, answers] = filesOf(of)
    const created = createBell(
      {
        ...ports,
        requester: createRequester(server, token),
        files: {
          inbox: file(inbox),
          answers: file(answers),
          settings: file('settings.json'),
        },
      },
      {
        url: new URL(SOCKET_PATH, server.replace(/^http/, 'ws')).href,
        token,
        device: { app: 'laidan-electron', version: deps.version, platform: deps.platform },
      },
    )
    created.subscribe((event) => {
      if (event.type === 'status' || event.type === 'board') deps.changed()
      else deps.event(event)
    })
    return created
  }

  async function soundCheck(kind?: ReminderKind): Promise<Outcome> {
    if (bell !== undefined) return await bell.soundCheck(kind)
    const settings = idle.get()
    const { locale, volume } = settings
    const { text, ring = 'notice' } = checkOf(kind, locale, ports.clock.now())
    await ports.chime.play({ kind: ring, level: LEVEL.normal, volume })
    return await ports.voice.speak({ ...mannerOf(settings), text, volume })
  }

  return {
    async use(next) {
      await stop()
      // What customers wrote does not outlive the pairing.
      if (pairing !== undefined && pairing.deviceId !== next?.deviceId)
        await Promise.all(filesOf(pairing).map(deps.remove))
      pairing = next
      if (next === undefined) {
        idle = createIdle()
        await idle.load()
      } else {
        bell = createBellFor(next)
        await bell.start()
      }
      deps.changed()
    },
    stop,
    pairing: () => pairing,
    status: () => bell?.status() ?? unpairedStatus(idle.get(), ports.clock.now()),
    board: () => bell?.open() ?? [],
    settings: () => bell?.settings() ?? idle.get(),
    change: (patch) => (bell ?? idle).change(patch),
    mute: (minutes) => bell?.mute(minutes),
    answer: (answer) =>
      bell?.answer(answer) ?? Promise.resolve({ answer, accepted: false as const, code: 'unauthenticated' }),
    soundCheck,
    voices: () => ports.voice.voices(),
    reconnectNow: (why) => bell?.reconnectNow(why),
  }
}

function filesOf({ deviceId }: Pairing): [inbox: string, answers: string] {
  return [`inbox-${deviceId}.json`, `answers-${deviceId}.json`]
}

function unpairedStatus(settings: Settings, now: number): Status {
  const nothing = {
    link: undefined,
    store: null,
    unanswered: [],
    trouble: {},
    stored: true,
    understood: true,
    answersWaiting: 0,
    serverAheadMs: 0,
  }
  return statusOf({ ...nothing, settings, now })
}
