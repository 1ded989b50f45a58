import { describe, expect, it } from 'vitest'
import type { History, OrderHistory, Sound, Words } from '../../lab/rush/history.ts'
import { placeDevices } from '../../lab/rush/layouts.ts'
import { scoreRush } from '../../lab/rush/score-rush.ts'
import { missedTargets } from '../../lab/rush/scorecard.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND

interface Fate extends Partial<Omit<OrderHistory, 'plan'>> {
  warnings?: string[]
  soldOut?: boolean
  urgesAt?: number[]
}

/** An order of two 宫保鸡丁, paid at 0 and accepted after a minute. */
function order(number: string, { warnings = [], soldOut = false, urgesAt = [], ...fate }: Fate = {}): OrderHistory {
  const items = [{ name: '宫保鸡丁', quantity: 2 }]
  return {
    plan: {
      at: 0,
      number,
      order: { items, amountMinor: 100, fulfilment: 'delivery' },
      warnings,
      urgesAt,
      soldOut,
    },
    paidAt: 0,
    acceptedAt: MINUTE,
    reminders: [{ kind: 'new_order', from: 0, until: fate.acceptedAt ?? MINUTE }],
    ...fate,
  }
}

function sound(
  from: number,
  texts: string[],
  { words = {}, ...more }: Partial<Omit<Sound, 'words'>> & { words?: Partial<Words> } = {},
): Sound {
  return {
    ...{ device: 0, kind: 'new_order', level: 1, at: from - SECOND, rungUntil: from, audible: true },
    words: texts.map((text, index) => {
      const begun = from + index * 4 * SECOND
      return { text, from: begun, until: begun + 4 * SECOND, outcome: 'ok', audible: true, connected: true, ...words }
    }),
    ...more,
  }
}

function score(orders: OrderHistory[], sounds: Sound[], more: Partial<History> = {}) {
  const devices = placeDevices('rooms', 3)
  return scoreRush({ told: [], minutes: 10, devices, incidents: [], orders, sounds, endedAt: 10 * MINUTE, ...more })
}

const TELLS = '外卖零零四二，两份宫保鸡丁'
const REPEATS = '零零四二，两分钟未接单'

describe('an order is told', () => {
  it('from its payment to the first full telling that somebody can hear, begun and ended', () => {
    const muffled = sound(5 * SECOND, [TELLS], { device: 1, words: { audible: false } })
    const stopped = sound(9 * SECOND, [TELLS], { words: { outcome: 'stopped' } })
    const { told } = score([order('0042')], [muffled, stopped, sound(20 * SECOND, [TELLS])])
    expect(told).toMatchObject({ started: { p50: 9 * SECOND }, ended: { p50: 24 * SECOND }, untold: 0 })
  })

  it('neither by a repetition nor by a count', () => {
    const counted = '共四单未接，最早八分钟，零零四二，注意对花生过敏'
    expect(score([order('0042')], [sound(5 * SECOND, [REPEATS]), sound(20 * SECOND, [counted])]).told.untold).toBe(1)
  })
})

describe('a false announcement', () => {
  it.each([
    ['is none while its reminder is open', 59 * SECOND, [TELLS], 0],
    ['is none while the end of its reminder is on its way', MINUTE + 300, [TELLS], 0],
    ['is told after the end of its reminder', 62 * SECOND, [TELLS], 1],
    ['counts, when nothing is open any more', 62 * SECOND, ['共三单未接，最早两分钟'], 1],
  ])('%s', (_, from, texts, wrong) => {
    expect(score([order('0042')], [sound(from, texts)]).announcements).toMatchObject({ all: 1, false: wrong })
  })

  it('of a device that was cut off is counted apart: it could not know', () => {
    const { announcements } = score([order('0042')], [sound(62 * SECOND, [TELLS], { words: { connected: false } })])
    expect(announcements).toMatchObject({ false: 0, falseWhileCutOff: 1 })
  })

  it('is not what says who answered, nor what says that the network is gone', () => {
    const answered = sound(62 * SECOND, ['尾号零零四二，已由前台处理'], { kind: 'notice' })
    const offline = sound(70 * SECOND, ['网络已断开，收不到新订单'], { kind: 'offline' })
    expect(score([order('0042')], [answered, offline]).announcements).toMatchObject({ all: 0, false: 0 })
  })

  it('is one of an urge, where the new order is still open', () => {
    const urged = sound(30 * SECOND, ['客户催单，尾号零零四二'], { kind: 'urge' })
    expect(score([order('0042')], [urged]).announcements).toMatchObject({ false: 1 })
  })
})

it('a double is the second full telling to its end of one order at one device', () => {
  const open = { acceptedAt: 5 * MINUTE }
  const sounds = [
    sound(5 * SECOND, [TELLS], { words: { outcome: 'stopped' } }),
    sound(20 * SECOND, [TELLS]),
    sound(25 * SECOND, [TELLS], { device: 1 }),
    sound(60 * SECOND, [REPEATS]),
    sound(90 * SECOND, ['零零四二，已等待一分钟，两份宫保鸡丁']),
  ]
  const { announcements } = score([order('0042', open)], sounds)
  expect(announcements).toMatchObject({ all: 5, double: 1 })
  expect(missedTargets(score([order('0042', open)], sounds), true)).toEqual([expect.stringContaining('20.0 %')])
})

describe('a warning', () => {
  const warned = order('0042', { warnings: ['花生过敏'] })

  it.each([
    [
      'in the telling',
      [sound(5 * SECOND, ['零零四二，注意对花生过敏，两份宫保鸡丁'])],
      { before: 1, after: 0, never: [] },
    ],
    [
      'in a sentence that counts',
      [sound(5 * SECOND, ['共三单未接，零零四二，注意对花生过敏'])],
      { before: 1, never: [] },
    ],
    [
      'in a sentence after the number',
      [sound(5 * SECOND, ['零零四二，有忌口', '注意对花生过敏'])],
      { before: 1, never: [] },
    ],
    ['after the answer', [sound(70 * SECOND, ['零零四二，注意对花生过敏'])], { before: 0, after: 1, never: [] }],
    ['of another order', [sound(5 * SECOND, ['零零四三，注意对花生过敏'])], { never: ['0042'] }],
    [
      'before the number of its order',
      [sound(5 * SECOND, ['零零四三，注意对花生过敏，零零四二，注意海鲜过敏'])],
      { never: ['0042'] },
    ],
    [
      'cut off',
      [sound(5 * SECOND, ['零零四二，注意对花生过敏'], { words: { outcome: 'stopped' } })],
      { never: ['0042'] },
    ],
    [
      'from a loudspeaker that is off',
      [sound(5 * SECOND, ['零零四二，注意对花生过敏'], { words: { audible: false } })],
      { never: ['0042'] },
    ],
    ['not at all', [sound(5 * SECOND, [TELLS])], { never: ['0042'] }],
  ])('is heard or not, %s', (_, sounds, expected) => {
    expect(score([warned], sounds).warnings).toMatchObject({ orders: 1, ...expected })
  })

  it('of an order that nobody cooks is counted apart', () => {
    const { acceptedAt: _, ...rest } = warned
    const { warnings } = score([{ ...rest, calledOffAt: MINUTE }], [])
    expect(warnings).toMatchObject({ orders: 0, never: [], neverOfCalledOff: 1 })
  })
})

it('two voices at once count where one room hears both, and apart from that anywhere', () => {
  const here = sound(10 * SECOND, [TELLS])
  const nextDoor = sound(12 * SECOND, [TELLS], { device: 1 })
  const beside = sound(13 * SECOND, [TELLS], { device: 2 })
  const muffled = sound(13 * SECOND, [TELLS], { device: 2, words: { audible: false } })
  const share = (ms: number) => ms / (10 * MINUTE)
  expect(score([], [here, nextDoor, muffled]).overlap).toEqual({ sameRoom: 0, anywhere: share(2 * SECOND) })
  expect(score([], [here, nextDoor, beside]).overlap).toEqual({ sameRoom: share(SECOND), anywhere: share(4 * SECOND) })
})

it('counts utterances and time by device, the fullest ten minutes too', () => {
  const sounds = [sound(10 * SECOND, [TELLS, '注意对花生过敏']), sound(11 * MINUTE, [REPEATS])]
  const { devices } = score([], sounds, { endedAt: 20 * MINUTE })
  expect(devices[0]).toEqual({ name: '收银台', utterancesPer10Min: 1.5, mostIn10Min: 2, shareSpoken: 0.01 })
  expect(devices[1]).toMatchObject({ utterancesPer10Min: 0, mostIn10Min: 0, shareSpoken: 0 })
})

it('the answer of the shop is an acceptance or a rejection, and not what others called off', () => {
  const { acceptedAt: _, ...others } = order('0003')
  const { orders, answered } = score(
    [
      order('0001'),
      { ...others, plan: { ...others.plan, soldOut: true }, calledOffAt: 3 * MINUTE },
      { ...others, calledOffAt: 2 * MINUTE },
    ],
    [],
  )
  expect(orders).toEqual({ paid: 3, accepted: 1, rejected: 1, calledOff: 1, unanswered: 0 })
  expect(answered).toEqual({ p50: MINUTE, p90: 3 * MINUTE, p99: 3 * MINUTE, max: 3 * MINUTE })
})

it('a mute is followed to the first sound of its device, and five urges to level 3', () => {
  const mute = { at: MINUTE, lasts: 8 * MINUTE, what: 'mute' as const, device: 0 }
  const loud = sound(2 * MINUTE, ['客户第五次催单，零零四二，请尽快处理'], { kind: 'urge', level: 3 })
  const urged = order('0042', { urgesAt: [1, 2, 3, 4, 5] })
  const heard = score([urged], [sound(30 * SECOND, [TELLS]), loud], { incidents: [mute] })
  expect(heard).toMatchObject({ firstSoundAfterMute: [59 * SECOND], urgedFiveTimes: { orders: 1, spokenAtLevel3: 1 } })
  expect(score([urged], [], { incidents: [mute] })).toMatchObject({
    firstSoundAfterMute: [null],
    urgedFiveTimes: { orders: 1, spokenAtLevel3: 0 },
  })
})
