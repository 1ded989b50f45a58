import { describe, expect, it } from 'vitest'
import type { LinkState, Status } from '../../../desktop/core/bell/status.ts'
import { DEFAULT_SETTINGS } from '../../../desktop/core/settings.ts'
import { trayModel } from '../../../desktop/hosts/electron/tray/tray-model.ts'

const STORE = { id: 'st_1', name: '老王面馆', locale: 'zh-CN', timezone: 'Asia/Shanghai' } as const
const QUIET: Status = {
  link: 'connected',
  since: 0,
  refused: null,
  store: STORE,
  unanswered: { new_order: 0, urge: 0, cancel: 0, missed: 0, other: 0 },
  mutedUntil: null,
  quietHours: false,
  answersWaiting: 0,
  serverAheadMs: 0,
  faults: [],
}
const model = (patch: Partial<Status> = {}, locale: 'zh-CN' | 'en' = 'zh-CN') =>
  trayModel({ ...QUIET, ...patch }, { ...DEFAULT_SETTINGS, locale })
const orders = (count: number) => ({ unanswered: { new_order: count, urge: 0, cancel: 0, missed: 0, other: 0 } })
const LINKS: LinkState[] = ['unpaired', 'connecting', 'catching_up', 'connected', 'offline', 'refused']
const MUTED = [null, 1_000]
const FAULTS = [[], [{ part: 'speech', reason: 'no_voice' }]] as const
const COUNTS = [0, 1, 9, 10, 250]

const everything = LINKS.flatMap((link) =>
  MUTED.flatMap((mutedUntil) =>
    FAULTS.flatMap((faults) => COUNTS.map((count) => ({ link, mutedUntil, faults, ...orders(count) }))),
  ),
)

describe('the tray is a pure function of the status', () => {
  it.each([
    ['unpaired', 'bad'],
    ['refused', 'bad'],
    ['offline', 'bad'],
    ['connecting', 'warn'],
    ['catching_up', 'warn'],
    ['connected', 'good'],
  ] as const)('%s is %s', (link, tone) => expect(model({ link }).tone).toBe(tone))

  it.each(everything)(
    'never hides that no reminder arrives ($link, muted $mutedUntil, $unanswered.new_order waiting)',
    (status) => {
      const { tone, tooltip, badge } = model(status)
      const deaf = ['unpaired', 'offline', 'refused'].includes(status.link)
      expect(tone === 'bad').toBe(deaf)
      expect(badge === '').toBe(status.unanswered.new_order === 0 && !deaf)
      expect(tooltip.includes('已静音')).toBe(status.mutedUntil !== null)
      // A mute comes first; whether words follow the chime is no question then.
      expect(tooltip.includes('没有中文语音')).toBe(status.faults.length > 0 && status.mutedUntil === null)
    },
  )

  it('is bad where nothing is heard and nobody wants that, and says why no order arrives', () => {
    const muted = model({ faults: [{ part: 'system_volume', reason: 'output_muted' }] })
    expect([muted.tone, muted.badge, muted.tooltip]).toEqual(['bad', '!', '老王面馆 · 已连接 · 系统静音了，来单听不到'])
    const away = model({ link: 'offline', lost: true, linkFault: { kind: 'proxy', why: 'http_400' } }, 'en')
    expect(away.tooltip).toContain('OFFLINE · New orders cannot reach you: a proxy in between blocks WebSockets')
  })

  it('looks different in any two states that a human must tell apart', () => {
    const looks = [
      model(),
      model({ mutedUntil: 1 }),
      model({ link: 'connecting' }),
      model({ link: 'offline' }),
      model(orders(1)),
      model({ link: 'offline', ...orders(1) }),
    ].map(({ tone, badge }) => `${tone} ${badge}`)
    expect(new Set(looks).size).toBe(looks.length)
  })

  it.each([
    [0, ''],
    [1, '1'],
    [9, '9'],
    [10, '9+'],
    [250, '9+'],
  ])('%i unanswered reads %j', (count, badge) => expect(model(orders(count)).badge).toBe(badge))

  it('counts every kind', () => {
    const { count, tooltip } = model({ unanswered: { new_order: 2, urge: 1, cancel: 4, missed: 0, other: 0 } })
    expect(count).toBe(7)
    expect(tooltip).toBe('老王面馆 · 已连接 · 7 个提醒待处理')
  })

  it.each([
    ['zh-CN', '老王面馆 · 已连接 · 2 个漏单 · 3 个提醒待处理'],
    ['en', '老王面馆 · connected · 2 missed orders · 3 reminders wait'],
  ] as const)('names missed orders, and is not good while there are any, in %s', (locale, expected) => {
    const { tooltip, tone, badge } = model({ unanswered: { ...orders(1).unanswered, missed: 2 } }, locale)
    expect([tooltip, tone, badge]).toEqual([expected, 'warn', '3'])
  })

  it('names itself before it knows the store', () => {
    expect(model({ store: null, link: 'unpaired' }).tooltip).toBe('来单 · 未绑定门店')
  })

  it.each(everything)('the menu always opens, tests and quits ($link, muted $mutedUntil)', (status) => {
    const entries = model(status).menu.filter((entry) => entry !== 'separator')
    const enabled = (action: string) => entries.find((entry) => entry.action === action)?.enabled
    for (const action of ['open', 'soundCheck', 'settings', 'quit']) expect(enabled(action)).toBe(true)
    expect(enabled('answer')).toBe(status.unanswered.new_order > 0)
    const muted = status.mutedUntil !== null
    expect(enabled(muted ? 'unmute' : 'mute')).toBe(status.link !== 'unpaired')
    expect(enabled(muted ? 'mute' : 'unmute')).toBeUndefined()
  })

  it('has every word in English, too', () => {
    const { tooltip, menu } = model(
      { ...orders(1), mutedUntil: Date.UTC(2026, 0, 1), store: { ...STORE, name: 'Laidan', timezone: 'UTC' } },
      'en',
    )
    expect(tooltip).toBe('Laidan · connected · 1 reminder waits · Muted until 00:00')
    expect(menu.map((entry) => (entry === 'separator' ? '' : entry.label)).join()).not.toMatch(/\p{Script=Han}/u)
  })
})
