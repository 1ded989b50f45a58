import { describe, expect, it } from 'vitest'
import type { Alert } from '../../../desktop/core/ports.ts'
import { soundState } from '../../../desktop/core/statements/host-sound.ts'
import { createChime } from '../../../desktop/hosts/electron/alerts/chime.ts'
import { notificationContent } from '../../../desktop/hosts/electron/alerts/notification-content.ts'
import type { Push } from '../../../desktop/hosts/electron/ipc/ipc-contract.ts'

function alertOf(number: string, dish: string): Alert {
  const order = {
    number,
    amountMinor: 100,
    currency: 'CNY',
    fulfilment: 'pickup',
    items: [{ name: dish, quantity: 2 }],
    moreItems: 0,
    createdAt: 0,
    urges: 2,
    remark: '放在门口，王先生 13800138000',
    customer: { name: '王先生', phone: '13800138000', address: '人民路 1 号' },
  } as const
  return {
    kind: 'urge',
    text: 'the sentence of the voice',
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
      order: { ...order, items: [...order.items] },
    },
  }
}

describe('a notification', () => {
  it('is written for eyes: kind and number, facts, dishes; nothing of the customer, whom a lock screen would show', () => {
    expect(notificationContent(alertOf('202611260323307548', '宫保鸡丁'), 'zh-CN', 'linux')).toEqual({
      title: '催单 7548',
      body: '已催 2 次 · 自取 · 2 份 · ¥1.00\n2× 宫保鸡丁',
    })
    const english = notificationContent(alertOf('202611260323307548', 'Rice'), 'en', 'linux')
    expect(english.title).toBe('Customer is waiting 7548')
    expect(english.body).toBe('urged 2 times · Pick-up · 2 portions · CN¥1.00\n2× Rice')
  })

  it('says first what a cook must read, but not of an order that was called off', () => {
    const alert = alertOf('A-7', '宫保鸡丁')
    const bodyOf = (type: number) => {
      const order = {
        ...alert.reminder.order,
        warnings: [{ text: '花生过敏' }],
        moreWarnings: 2,
        cancelReason: '地址错了',
      }
      const reminder = { ...alert.reminder, type, order }
      return notificationContent({ ...alert, reminder }, 'zh-CN', 'win32').body.split('\n')
    }
    expect(bodyOf(1)).toEqual(['⚠ 花生过敏 还有 2 条', '自取 · 2 份 · ¥1.00', '2× 宫保鸡丁'])
    expect(bodyOf(3)).toEqual(['原因：地址错了 · 自取 · 2 份 · ¥1.00'])
  })

  it('has a button where the system offers one; it opens the order, and no button answers', () => {
    const actionsOn = (platform: NodeJS.Platform) => notificationContent(alertOf('1', 'x'), 'en', platform).actions
    for (const platform of ['win32', 'darwin'] as const)
      expect(actionsOn(platform)).toEqual([{ type: 'button', text: 'Show the order' }])
    expect(actionsOn('linux')).toBeUndefined()
  })

  it('tells a refund at the provider apart from a cancellation', () => {
    const alert = alertOf('A-7', 'x')
    const titleOf = (order: Alert['reminder']['order']) =>
      notificationContent({ ...alert, kind: 'cancel', reminder: { ...alert.reminder, type: 3, order } }, 'en', 'win32')
        .title
    expect(titleOf(alert.reminder.order)).toBe('Order cancelled 7')
    expect(titleOf({ ...alert.reminder.order, refund: { state: 'part' } })).toBe('Refunded at the provider 7')
  })

  it('holds no markup on Linux, where a daemon would read it, and no control or bidi characters anywhere', () => {
    const hostile = '<a href="x">&amp;</a>\u202E\u0007\n<img src=http://evil>'
    const { title, body } = notificationContent(alertOf(hostile, hostile), 'en', 'linux')
    for (const text of [title, ...body.split('\n')]) expect(text).not.toMatch(/[<>&\p{Cc}\p{Cf}]/u)
    expect(notificationContent(alertOf('1', 'a < b & c'), 'en', 'win32').body).toContain('a < b & c')
  })

  it('is short, whatever was ordered', () => {
    const alert = alertOf('很'.repeat(64), '很'.repeat(10_000))
    const warnings = Array.from({ length: 6 }, (_, i) => ({ text: `${i}${'很'.repeat(59)}` }))
    const reminder = { ...alert.reminder, order: { ...alert.reminder.order, warnings } }
    const { title, body } = notificationContent({ ...alert, reminder }, 'zh-CN', 'linux')
    expect(title.length).toBeLessThanOrEqual(60)
    expect(body.length).toBeLessThanOrEqual(400)
    expect(body).toContain('0很')
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
