import { createAnnouncer, type LocalState, type ReminderSource } from '../../../../desktop/core/announcer/announcer.ts'
import type { SystemVolume, Voice } from '../../../../desktop/core/ports.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../../../desktop/core/settings.ts'
import { phrasesFor } from '../../../../shared/phrases/index.ts'
import type { AnnouncedOutcome, ReminderFrame } from '../../../../shared/protocol/frames.ts'
import { createManualClock } from '../../../support/manual-clock.ts'
import { createFakeChime, createFakeDisplay, createFakeVoice } from './fake-host.ts'
import { reminderFrame } from './frames.ts'

export const phrases = phrasesFor('zh-CN')

/** A list of reminders, due until announced: the inbox, reduced to what the announcer sees of it. */
export function rig(
  settings: Partial<Settings> = {},
  more: Pick<Voice, 'onVoice'> = {},
  ports: { systemVolume?: SystemVolume } = {},
) {
  const clock = createManualClock()
  const voice = createFakeVoice('manual')
  const chime = createFakeChime()
  const notifier = createFakeDisplay()
  const dialog = createFakeDisplay()
  const open: ReminderFrame[] = []
  const answered = new Set<string>()
  const announced: [string, AnnouncedOutcome][] = []
  const done = new Set<string>()
  const told = new Set<string>()
  const key = (r: ReminderFrame) => `${r.id}#${r.n}`
  const state = { settings: { ...DEFAULT_SETTINGS, ...settings } }
  const source: ReminderSource = {
    due: () => open.filter((r) => !done.has(key(r)) && !answered.has(r.id)),
    announcedOpen: () => open.filter((r) => done.has(key(r)) && !answered.has(r.id)),
    localState: (id): LocalState =>
      open.some((r) => r.id === id) ? (answered.has(id) ? 'answered' : 'open') : 'closed',
    unaccepted: () => false,
    waiting: () => open.filter((r) => !answered.has(r.id)),
    told: (id) => told.has(id),
    toldInFull: (id) => told.add(id),
    announced(reminder, outcome) {
      done.add(key(reminder))
      announced.push([key(reminder), outcome])
    },
  }
  const announcer = createAnnouncer({
    ...ports,
    voice: Object.assign(voice, more),
    chime,
    notifier,
    dialog,
    clock,
    phrases: () => phrases,
    settings: () => state.settings,
    serverNow: clock.now,
    source,
    troubleChanged() {},
  })

  async function look() {
    announcer.reconsider()
    await clock.advanceAsync(0)
  }
  /** These are open from now on; the same id at a higher n replaces the lower. */
  async function remind(...reminders: ReminderFrame[]) {
    for (const r of reminders) {
      const at = open.findIndex((o) => o.id === r.id)
      if (at < 0) open.push(r)
      else open[at] = r
    }
    await look()
  }
  async function close(...ids: string[]) {
    for (const id of ids)
      open.splice(
        open.findIndex((r) => r.id === id),
        1,
      )
    await look()
  }
  async function finish(outcome?: Parameters<typeof voice.finish>[0]) {
    voice.finish(outcome)
    await clock.advanceAsync(0)
  }
  const said = () => voice.asked.map((u) => u.text)
  const answer = (id: string) => {
    answered.add(id)
    return look()
  }
  const set = (patch: Partial<Settings>) => {
    state.settings = { ...state.settings, ...patch }
    return look()
  }
  return {
    told,
    clock,
    voice,
    chime,
    notifier,
    dialog,
    announcer,
    announced,
    answered,
    remind,
    close,
    finish,
    said,
    look,
    answer,
    set,
  }
}

export const OK = { speech: 'ok', notification: 'ok', dialog: 'ok' }
export const [A, B, C] = [1, 2, 3].map((seq) => reminderFrame({ seq, id: 'abc'[seq - 1] as string })) as [
  ReminderFrame,
  ReminderFrame,
  ReminderFrame,
]
export const URGE = reminderFrame({ seq: 9, id: 'u', type: 2 })
export const CANCEL = reminderFrame({ seq: 10, id: 'x', type: 3 })
