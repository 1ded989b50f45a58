import { expect, it } from 'vitest'
import { RAISED_SHOWN_MS, type StatusParts, statusOf } from '../../../desktop/core/bell/status.ts'
import type { Link } from '../../../desktop/core/connection/connection.ts'
import { DEFAULT_SETTINGS } from '../../../desktop/core/settings.ts'
import { reminderFrame, T0 } from './support/frames.ts'

const parts = (over: Partial<StatusParts> = {}): StatusParts => ({
  link: { phase: 'in_sync', since: T0, failures: 0 },
  store: null,
  unanswered: [],
  settings: DEFAULT_SETTINGS,
  now: T0,
  trouble: {},
  stored: true,
  understood: true,
  answersWaiting: 0,
  serverAheadMs: 0,
  serverFaults: [],
  ...over,
})

it.each<[string, Link | undefined, string]>([
  ['no identity', undefined, 'unpaired'],
  ['the first attempt', { phase: 'connecting', since: 0, failures: 0 }, 'connecting'],
  ['a pause after a good link', { phase: 'waiting', since: 0, failures: 0 }, 'connecting'],
  ['a pause after a failed attempt', { phase: 'waiting', since: 0, failures: 1 }, 'offline'],
  ['an attempt after a failed one', { phase: 'connecting', since: 0, failures: 3 }, 'offline'],
  ['catching up', { phase: 'catching_up', since: 0, failures: 3 }, 'catching_up'],
  ['in sync', { phase: 'in_sync', since: 0, failures: 0 }, 'connected'],
  ['stopped', { phase: 'stopped', since: 0, failures: 0 }, 'offline'],
  ['refused', { phase: 'refused', since: 0, failures: 1, refused: 'revoked' }, 'refused'],
])('%s is %s', (_, link, expected) => {
  expect(statusOf(parts({ link })).link).toBe(expected)
})

it('tells that the volume was raised for ten minutes, and not after a clock that was set', () => {
  const raised = { to: 0.5, at: T0 }
  expect(statusOf(parts({ raised, now: T0 + RAISED_SHOWN_MS - 1 })).raised).toEqual(raised)
  for (const now of [T0 + RAISED_SHOWN_MS, T0 - RAISED_SHOWN_MS])
    expect(statusOf(parts({ raised, now }))).not.toHaveProperty('raised')
})

it('counts what is unanswered by kind, and tells the mute, the faults and the reason of a refusal', () => {
  const store = { id: 's1', name: '小店', locale: 'zh-CN', timezone: 'Asia/Shanghai' }
  const status = statusOf(
    parts({
      link: { phase: 'refused', since: T0, failures: 1, refused: 'revoked' },
      store,
      unanswered: [reminderFrame({ seq: 1 }), reminderFrame({ seq: 2 }), reminderFrame({ seq: 3, type: 2 })],
      settings: { ...DEFAULT_SETTINGS, mutedUntil: T0 + 60_000, quietHours: { from: '00:00', to: '23:59' } },
      trouble: { speech: 'no_voice' },
      stored: false,
      answersWaiting: 2,
      serverAheadMs: -5_000,
      serverFaults: ['clock_wrong'],
    }),
  )
  expect(status).toEqual({
    link: 'refused',
    since: T0,
    refused: 'revoked',
    lost: true,
    store,
    unanswered: { new_order: 2, urge: 1, cancel: 0, missed: 0, other: 0 },
    mutedUntil: T0 + 60_000,
    quietHours: true,
    answersWaiting: 2,
    serverAheadMs: -5_000,
    faults: [
      { part: 'speech', reason: 'no_voice' },
      { part: 'storage', reason: 'failed' },
      { part: 'server', reason: 'clock_wrong' },
    ],
  })
})
