import { describe, expect, it } from 'vitest'
import type { Alert } from '../../../desktop/core/ports.ts'
import { soundState } from '../../../desktop/core/statements/host-sound.ts'
import { createChime } from '../../../desktop/hosts/electron/alerts/chime.ts'
import { notificationContent } from '../../../desktop/hosts/electron/alerts/notification-content.ts'
import type { Push } from '../../../desktop/hosts/electron/ipc/ipc-contract.ts'

function alertOf(number: string, text: string): Alert {
  const order = {
    number,
    amountMinor: 100,
    currency: 'CNY',
    fulfilment: 'pickup',
    items: [],
    moreItems: 0,
    createdAt: 0,
    urges: 0,
  } as const
  return {
    kind: 'urge',
    text,
    reminder: {
      type: 2,
      orderId: 1,
      content: '',
      id: 'r',
      seq: 1,
      cursor: 'c',
      n: 1,
      level: 1,
      at: 0,
      order: { ...order, items: [] },
    },
  }
}

describe('a notification', () => {
  it('says kind and number, and below it what the voice says', () => {
    expect(notificationContent(alertOf('A-7', '客户催单'), 'zh-CN', 'win32')).toEqual({
      title: '客户催单 A-7',
      body: '客户催单',
    })
    expect(notificationContent(alertOf('A-7', 'x'), 'en', 'win32').title).toBe('Customer is waiting: A-7')
  })

  it('tells a refund at the provider apart from a cancellation', () => {
    const alert = alertOf('A-7', 'x')
    const titleOf = (order: Alert['reminder']['order']) =>
      notificationContent({ ...alert, kind: 'cancel', reminder: { ...alert.reminder, type: 3, order } }, 'en', 'win32')
        .title
    expect(titleOf(alert.reminder.order)).toBe('Order cancelled: A-7')
    expect(titleOf({ ...alert.reminder.order, refund: { state: 'part' } })).toBe('Refunded at the provider: A-7')
  })

  it('holds no markup on Linux, where a daemon would read it, and no control or bidi characters anywhere', () => {
    const hostile = '<a href="x">&amp;</a>\u202E\u0007\n<img src=http://evil>'
    const { title, body } = notificationContent(alertOf(hostile, hostile), 'en', 'linux')
    for (const text of [title, body]) expect(text).not.toMatch(/[<>&\p{Cc}\p{Cf}]/u)
    expect(notificationContent(alertOf('1', 'a < b & c'), 'en', 'win32').body).toBe('a < b & c')
  })

  it('is short, whatever was ordered', () => {
    const { title, body } = notificationContent(alertOf('9'.repeat(64), '很'.repeat(10_000)), 'zh-CN', 'linux')
    expect([title.length, body.length]).toEqual([60, 400])
  })
})

describe('the chime', () => {
  it('resolves to what the page reports of this very sound', async () => {
    const pushed: Push[] = []
    const chime = createChime((push) => pushed.push(push))
    const first = chime.play({ kind: 'new_order', level: 1, volume: 0.5 })
    const second = chime.play({ kind: 'urge', level: 1, volume: 1 })
    expect(await first, 'a page that never answered').toBe('superseded')
    chime.rung(1, 'ok')
    chime.rung(99, 'ok')
    chime.rung(2, 'not_allowed')
    expect(await second).toBe('not_allowed')
    expect(pushed).toEqual([
      { type: 'ring', id: 1, sound: 'new-order', volume: 0.5 },
      { type: 'ring', id: 2, sound: 'urge', volume: 1 },
    ])
  })
})

describe('what the host says of its sound', () => {
  it.each([
    [[], 'ready'],
    [[{ part: 'speech', reason: 'no_voice' }], 'no_voice'],
    [[{ part: 'speech', reason: 'no_engine' }], 'no_voice'],
    [[{ part: 'speech', reason: 'no_audio_device' }], 'silent'],
    [
      [
        { part: 'speech', reason: 'no_voice' },
        { part: 'chime', reason: 'failed' },
      ],
      'silent',
    ],
    [[{ part: 'chime', reason: 'failed' }], 'ready'],
    [[{ part: 'storage', reason: 'failed' }], 'ready'],
  ] as const)('%j: %s', (faults, sound) => expect(soundState(faults)).toBe(sound))
})
