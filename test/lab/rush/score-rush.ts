import { groupBy } from '../check/group-by.ts'
import type { History, OrderHistory, Sound, Words } from './history.ts'
import { findWarning, isCounting, isFullTelling, isOfOrders, names, wasHeard } from './read-sounds.ts'
import { type Stretch, timeWith } from './stretches.ts'

/** Exact percentiles of milliseconds. */
export interface Spread {
  p50: number
  p90: number
  p99: number
  max: number
}

/** The figures of one rush; docs/rush.md defines each. Shares are of one. */
export interface Score {
  orders: { paid: number; accepted: number; rejected: number; calledOff: number; unanswered: number }
  /** Milliseconds from the payment to the first full telling that could be heard; `untold`: answered before one. */
  told: { started: Spread; ended: Spread; untold: number }
  /** Milliseconds from the payment to the answer of the shop. */
  answered: Spread
  devices: { name: string; utterancesPer10Min: number; mostIn10Min: number; shareSpoken: number }[]
  overlap: { sameRoom: number; anywhere: number }
  announcements: { all: number; false: number; falseWhileCutOff: number; double: number }
  warnings: { orders: number; before: number; after: number; never: string[]; neverOfCalledOff: number }
  /** Milliseconds from a mute to the first sound of that device; `null`: none while it lasted. */
  firstSoundAfterMute: (number | null)[]
  urgedFiveTimes: { orders: number; spokenAtLevel3: number }
}

const TEN_MINUTES = 600_000
/** A frame is on its way for one step of the simulation, and for the moment in which both ends turn it into rows. */
const ON_ITS_WAY_MS = 500

/** Computes the figures of a rush. */
export function scoreRush(history: History): Score {
  const { orders, sounds } = history
  const accepted = orders.filter(({ acceptedAt }) => acceptedAt !== undefined)
  const over = orders.filter(({ acceptedAt, calledOffAt }) => acceptedAt === undefined && calledOffAt !== undefined)
  const rejected = over.filter(({ plan }) => plan.soldOut)
  const answered = orders.flatMap((order) => answeredAt(order) ?? [])
  return {
    orders: {
      ...{ paid: orders.length, accepted: accepted.length, rejected: rejected.length },
      calledOff: over.length - rejected.length,
      unanswered: orders.filter(({ reminders }) => reminders.some(({ until }) => until === undefined)).length,
    },
    told: scoreTold(history),
    answered: spread(answered),
    devices: history.devices.map((_, index) => scoreDevice(history, index)),
    overlap: scoreOverlap(history),
    announcements: scoreAnnouncements(history),
    warnings: scoreWarnings(history),
    firstSoundAfterMute: history.incidents
      .filter(({ what }) => what === 'mute')
      .map(({ at, lasts, device }) => {
        const first = sounds.find((sound) => sound.device === device && sound.at >= at && sound.at < at + lasts)
        return first === undefined ? null : first.at - at
      }),
    urgedFiveTimes: scoreUrged(history),
  }
}

/** Milliseconds from the payment to the shop's answer; `undefined`: it gave none, or somebody else was faster. */
function answeredAt({ plan, paidAt, acceptedAt, calledOffAt }: OrderHistory): number | undefined {
  const at = acceptedAt ?? (plan.soldOut ? calledOffAt : undefined)
  return at === undefined ? undefined : at - paidAt
}

function scoreTold({ orders, sounds }: History): Score['told'] {
  const told = orders.map((order) => {
    const tellings = sounds.filter((sound) => isFullTelling(sound, order)).flatMap(({ words: [first] }) => first ?? [])
    const started = tellings.find(({ audible }) => audible)
    const ended = tellings.find(wasHeard)
    return { order, started, ended }
  })
  return {
    started: spread(told.flatMap(({ order, started }) => (started === undefined ? [] : started.from - order.paidAt))),
    ended: spread(told.flatMap(({ order, ended }) => (ended?.until === undefined ? [] : ended.until - order.paidAt))),
    untold: told.filter(({ ended }) => ended === undefined).length,
  }
}

function scoreDevice({ devices, sounds, endedAt }: History, index: number): Score['devices'][number] {
  const words = sounds.filter(({ device }) => device === index).flatMap((sound) => sound.words)
  const bins = groupBy(words, ({ from }) => Math.floor(from / TEN_MINUTES))
  return {
    name: devices[index]?.name ?? '',
    utterancesPer10Min: (words.length * TEN_MINUTES) / endedAt,
    mostIn10Min: Math.max(0, ...[...bins.values()].map(({ length }) => length)),
    shareSpoken: timeWith(1, stretchesOf(words, endedAt)) / endedAt,
  }
}

function scoreOverlap({ devices, sounds, endedAt }: History): Score['overlap'] {
  const among = (heard: (sound: Sound) => boolean) => {
    const words = sounds.filter(heard).flatMap((sound) => sound.words.filter(({ audible }) => audible))
    return timeWith(2, stretchesOf(words, endedAt)) / endedAt
  }
  const rooms = [...new Set(devices.map(({ room }) => room))]
  const inRoom = rooms.map((room) => among(({ device }) => devices[device]?.room === room))
  return { sameRoom: Math.max(0, ...inRoom), anywhere: among(() => true) }
}

function stretchesOf(words: readonly Words[], endedAt: number): Stretch[] {
  return words.map(({ from, until = endedAt }) => ({ from, until }))
}

function scoreAnnouncements({ devices, orders, sounds }: History): Score['announcements'] {
  const all = sounds.filter(isOfOrders)
  const wrong = all.filter((sound) => !orders.some((order) => isStillOpen(sound, order)))
  const cutOff = wrong.filter(({ words: [first] }) => first?.connected === false)
  const doubles = orders.flatMap((order) =>
    devices.map((_, index) => {
      const told = all.filter((sound) => sound.device === index && isFullTelling(sound, order))
      return Math.max(0, told.filter(({ words: [first] }) => first?.outcome === 'ok').length - 1)
    }),
  )
  return {
    ...{ all: all.length, false: wrong.length - cutOff.length, falseWhileCutOff: cutOff.length },
    double: doubles.reduce((sum, more) => sum + more, 0),
  }
}

/** Tells whether a sound may be about this order as its words begin; one that counts, whatever of it is open. */
function isStillOpen(sound: Sound, { reminders, ...order }: OrderHistory): boolean {
  const { from = sound.at, text = '' } = sound.words[0] ?? {}
  const counting = isCounting(sound)
  if (!counting && !names(text, { reminders, ...order })) return false
  return reminders.some(
    (reminder) =>
      (counting || reminder.kind === sound.kind) &&
      reminder.from <= from &&
      (reminder.until ?? Infinity) > from - ON_ITS_WAY_MS,
  )
}

function scoreWarnings({ orders, sounds }: History): Score['warnings'] {
  const warned = orders.filter(({ plan }) => plan.warnings.length > 0)
  /** When the last of an order's warnings was heard. */
  const heardAt = (order: OrderHistory) =>
    Math.max(
      ...order.plan.warnings.map((warning) => {
        const said = sounds.flatMap((sound) => findWarning(sound, order, warning) ?? []).find(wasHeard)
        return said?.until ?? Infinity
      }),
    )
  const cooked = warned.filter(({ acceptedAt }) => acceptedAt !== undefined)
  const heard = cooked.map((order) => ({ order, at: heardAt(order) }))
  return {
    orders: cooked.length,
    before: heard.filter(({ order, at }) => at <= (order.acceptedAt ?? 0)).length,
    after: heard.filter(({ order, at }) => at > (order.acceptedAt ?? 0) && at < Infinity).length,
    never: heard.filter(({ at }) => at === Infinity).map(({ order }) => order.plan.number),
    neverOfCalledOff: warned.filter((order) => order.acceptedAt === undefined && heardAt(order) === Infinity).length,
  }
}

function scoreUrged({ orders, sounds }: History): Score['urgedFiveTimes'] {
  const urged = orders.filter(({ plan }) => plan.urgesAt.length >= 5)
  const loud = sounds.filter(({ kind, level }) => kind === 'urge' && level === 3)
  const spoken = urged.filter((order) =>
    loud.some(({ words }) => words.some((one) => one.audible && names(one.text, order))),
  )
  return { orders: urged.length, spokenAtLevel3: spoken.length }
}

/** Nearest rank; `NaN` of nothing. */
function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
  return { p50: rank(0.5), p90: rank(0.9), p99: rank(0.99), max: rank(1) }
}
