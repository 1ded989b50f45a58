import { describe, expect, it } from 'vitest'
import {
  DEFAULT_SETTINGS,
  LOWEST_FLOOR,
  LOWEST_VOLUME,
  parseSettings,
  REPEAT_SECONDS,
} from '../../../desktop/core/settings.ts'
import { createSettingsStore } from '../../../desktop/core/settings-store.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { createMemoryDisk } from './support/memory-disk.ts'
import { recordingLog } from './support/small-ports.ts'

describe('settings', () => {
  it('fall back field by field', () => {
    const settings = parseSettings({
      locale: 'xx',
      rate: 'fast',
      volume: 0.5,
      speech: { urge: false, cancel: 'no' },
      quietHours: { from: '25:00', to: '07:00' },
      mutedUntil: '12',
      repeatSeconds: 7,
      voice: { 'zh-CN': 'Tingting', en: '', de: 'Anna' },
      unknown: 1,
    })
    expect(settings).toEqual({
      ...DEFAULT_SETTINGS,
      volume: 0.5,
      speech: { new_order: true, urge: false, cancel: true },
      voice: { 'zh-CN': 'Tingting', en: null },
    })
  })

  it('a voice may be called anything, within reason: whether it is one, the host knows', () => {
    const of = (id: unknown) => parseSettings({ voice: { 'zh-CN': id } }).voice
    expect(of('-o/tmp/x"; $(x)')).toEqual({ 'zh-CN': '-o/tmp/x"; $(x)', en: null })
    for (const id of ['', 'x'.repeat(301), 7, {}, undefined]) expect(of(id)).toEqual(DEFAULT_SETTINGS.voice)
    expect(parseSettings({ voice: 'Tingting' }).voice).toEqual({ 'zh-CN': null, en: null })
  })

  it.each([null, undefined, 7, 'x', [], { speech: 'off' }])('anything at all gives settings: %j', (value) => {
    expect(parseSettings(value)).toEqual(DEFAULT_SETTINGS)
  })

  it('stored before there was a repetition, they get the usual one and keep the rest', () => {
    const { repeatSeconds, ...former } = { ...DEFAULT_SETTINGS, volume: 0.5, locale: 'en' as const }
    expect(parseSettings(former)).toEqual({ ...former, repeatSeconds })
    expect(REPEAT_SECONDS.map((s) => parseSettings({ repeatSeconds: s }).repeatSeconds)).toEqual([...REPEAT_SECONDS])
  })

  it('raising the system’s volume is off until somebody allows it, with a floor that can be heard', () => {
    expect(parseSettings({})).toMatchObject({ raiseVolume: false, volumeFloor: 0.5 })
    expect(parseSettings({ raiseVolume: 'yes', volumeFloor: 'loud' })).toMatchObject({
      raiseVolume: false,
      volumeFloor: 0.5,
    })
    expect(parseSettings({ raiseVolume: true, volumeFloor: 0 })).toMatchObject({
      raiseVolume: true,
      volumeFloor: LOWEST_FLOOR,
    })
    expect(parseSettings({ volumeFloor: 3 }).volumeFloor).toBe(1)
  })

  it('numbers are brought into bounds: nobody silences the bell with a slider', () => {
    expect(parseSettings({ volume: 0, rate: 99 })).toMatchObject({ volume: LOWEST_VOLUME, rate: 2 })
    expect(parseSettings({ volume: 7, rate: 0 })).toMatchObject({ volume: 1, rate: 0.5 })
  })

  function store(text: string | null) {
    const disk = createMemoryDisk(text)
    const deps = { file: disk.open().file, clock: createManualClock(), log: recordingLog(), changed() {} }
    return { disk, settings: createSettingsStore(deps) }
  }

  it('are stored when changed, and found again', async () => {
    const { disk, settings } = store(null)
    await settings.load()
    settings.change({ locale: 'en', quietHours: { from: '22:00', to: '06:30' } })
    settings.change({ voice: { 'zh-CN': null, en: 'Samantha' } })
    await settings.flush()
    const again = store(disk.text())
    await again.settings.load()
    expect(again.settings.get()).toEqual({
      ...DEFAULT_SETTINGS,
      locale: 'en',
      quietHours: { from: '22:00', to: '06:30' },
      voice: { 'zh-CN': null, en: 'Samantha' },
    })
  })

  it('a corrupt file is put aside', async () => {
    const { disk, settings } = store('{"locale":')
    await settings.load()
    expect([settings.get(), disk.quarantined]).toEqual([DEFAULT_SETTINGS, ['{"locale":']])
  })
})
