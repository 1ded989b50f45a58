import { describe, expect, it } from 'vitest'
import { type Status, statusOf } from '../../../desktop/core/bell/status.ts'
import { DEFAULT_SETTINGS } from '../../../desktop/core/settings.ts'
import type { HostView, View } from '../../../desktop/ui/bridge.ts'
import { messagesFor } from '../../../desktop/ui/messages/index.ts'
import { bannersOf } from '../../../desktop/ui/shell/banner-list.ts'

const NOW = Date.UTC(2026, 0, 1)
const link = { phase: 'in_sync' as const, since: NOW, failures: 0 }
const fine = statusOf({
  ...{ link, settings: DEFAULT_SETTINGS, now: NOW },
  ...{ store: null, unanswered: [], trouble: {}, stored: true, understood: true, answersWaiting: 0, serverAheadMs: 0 },
  serverFaults: [],
})
const host: HostView = {
  ...{ kind: 'browser', platform: 'browser', versions: {}, pairing: null, sound: 'ready', tokenStore: 'plain' },
  ...{ startAtLogin: null, bystander: false, theme: 'system', soundChecked: true },
}

function banners(status: Partial<Status>, more: Partial<HostView> = {}) {
  const view: View = {
    status: { ...fine, ...status },
    board: [],
    undoable: [],
    settings: DEFAULT_SETTINGS,
    host: { ...host, ...more },
  }
  return bannersOf(view, messagesFor('en'), NOW).map(({ id, tone }) => `${id}: ${tone}`)
}

describe('the banners', () => {
  it('are none when all is well', () => expect(banners({})).toEqual([]))

  it('tell nothing of a voice that the server has, and what it fails at', () => {
    expect(banners({}, { sound: 'server_voice' })).toEqual([])
    const faults = [{ part: 'speech' as const, reason: 'failed' }]
    expect(banners({ faults }, { sound: 'server_voice' })).toEqual(['fault speech: warn'])
  })

  it('tell the faults of the server, also those that came after this client', () => {
    const faults = ['clock_wrong', 'clock_jumped', 'flooded'].map((reason) => ({ part: 'server' as const, reason }))
    expect(banners({ faults })).toEqual([
      'server clock_wrong: alarm',
      'server clock_jumped: warn',
      'server flooded: alarm',
    ])
  })

  it('tell of an update that has come, and of one that needs a hand; of no other', () => {
    const update = {
      off: null,
      phase: 'ready',
      offer: null,
      fault: null,
      checkedAt: 1,
      byHand: false,
      news: null,
    } as const
    const release = { version: '1.2.4', notes: '' }
    expect(banners({}, { update: { ...update, offer: release, fault: 'unreachable' } })).toEqual([])
    expect(banners({}, { update: { ...update, offer: release, byHand: true } })).toEqual(['update: note'])
    expect(banners({}, { update: { ...update, phase: 'idle', news: release } })).toEqual(['news: note'])
  })

  it('tell the worst first', () => {
    const faults = [
      { part: 'storage' as const, reason: 'failed' },
      { part: 'reading' as const, reason: 'too_old' },
    ]
    expect(banners({ link: 'offline', answersWaiting: 1, quietHours: true, faults }, { sound: 'locked' })).toEqual([
      'offline: alarm',
      'too_old: alarm',
      'locked: alarm',
      'fault storage: warn',
      'answers: warn',
      'quiet: note',
    ])
  })

  it('tell one trouble of sound once', () => {
    const faults = [
      { part: 'speech' as const, reason: 'no_voice' },
      { part: 'chime' as const, reason: 'not_allowed' },
    ]
    expect(banners({ faults }, { sound: 'no_voice' })).toEqual(['no_voice: warn'])
    expect(banners({ faults })).toEqual(['fault speech: warn', 'fault chime: warn'])
  })

  it('tell that the system swallows the sound, apart from what ails the voice', () => {
    const muted = [{ part: 'system_volume' as const, reason: 'output_muted' }]
    const low = [
      { part: 'speech' as const, reason: 'engine_failed' },
      { part: 'system_volume' as const, reason: 'output_low' },
    ]
    expect(banners({ faults: muted })).toEqual(['output_muted: alarm'])
    expect(banners({ faults: low })).toEqual(['output_low: warn', 'fault speech: warn'])
    expect(banners({ faults: muted }, { sound: 'silent' })).toEqual(['silent: alarm', 'output_muted: alarm'])
  })

  it('tell that the volume was raised: to what, when and why', () => {
    const raised = { to: 0.5, at: NOW }
    expect(banners({ raised })).toEqual(['raised: note'])
    for (const locale of ['zh-CN', 'en'] as const) {
      const view: View = { status: { ...fine, raised }, board: [], undoable: [], settings: DEFAULT_SETTINGS, host }
      const [note] = bannersOf(view, messagesFor(locale), NOW)
      expect(note?.text).toContain('50 %')
      expect(note?.detail).toMatch(/\d\d:\d\d/)
    }
  })

  it('say on a bystander that another tab rings, and nothing of that tab’s own window', () => {
    const faults = [{ part: 'dialog' as const, reason: 'hidden' }]
    expect(banners({ faults }, { bystander: true })).toEqual(['bystander: note'])
  })

  it('send a human to the tab that rings when its sound is locked', () => {
    const status = { ...fine }
    const view: View = {
      ...{ status, board: [], undoable: [], settings: DEFAULT_SETTINGS },
      host: { ...host, bystander: true, sound: 'locked' },
    }
    const [locked] = bannersOf(view, messagesFor('en'), NOW)
    expect(locked).toMatchObject({ tone: 'alarm', detail: 'Press anywhere in the tab that does the ringing.' })
    expect(locked?.action).toBeUndefined()
  })

  it('leave the time out of what is read aloud', () => {
    const view: View = {
      status: { ...fine, link: 'offline', since: NOW - 65_000 },
      board: [],
      undoable: [],
      settings: DEFAULT_SETTINGS,
      host,
    }
    const [offline] = bannersOf(view, messagesFor('en'), NOW)
    expect(offline).toMatchObject({ text: 'New orders cannot reach you', ticking: 'offline for 1 min 5 s' })
  })
})
