import type { Phrases, SpokenContext, Waiting } from '../../../shared/phrases/phrases.ts'
import { espeakPace } from '../../../shared/phrases/reading/pace.ts'
import { espeakReads } from '../../../shared/phrases/reading/readable.ts'
import { waitedMinutes } from '../../../shared/phrases/spoken-order.ts'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { type ToldKind, toldKind } from '../../../shared/reminder.ts'
import type { Voice } from '../ports.ts'
import type { Settings } from '../settings.ts'
import type { ReminderSource } from './reminder-source.ts'

export interface Teller {
  /**
   * Writes the sentences about these reminders: about one by itself, about several by their numbers. After the first come
   * the warnings for which it has no time.
   */
  textsOf(reminders: readonly ReminderFrame[]): readonly string[]
  /** Writes the sentences about the warnings of this reminder alone. */
  warningsOf(reminder: ReminderFrame): readonly string[]
}

/** Writes what this device says of its reminders, from what it has told before and what its voice can do. */
export function createTeller(deps: {
  voice: Voice
  phrases(): Phrases
  settings(): Settings
  serverNow(): number
  source: Pick<ReminderSource, 'unaccepted' | 'waiting' | 'told'>
}): Teller {
  const { source } = deps

  function context(): SpokenContext {
    const { locale, rate } = deps.settings()
    const { reads = espeakReads, pace = espeakPace } = deps.voice.abilities?.(locale) ?? {}
    const openNumbers = source.waiting().map(({ order }) => order.number)
    return { openNumbers, voice: { reads, pace: (text) => pace(text) / rate } }
  }

  function countsOf(reminders: readonly ReminderFrame[]): Waiting {
    const waiting = source.waiting()
    const told = new Set(reminders.map(toldKind))
    // A kind that is told is counted whole, whatever of it is due now.
    const count = (kind: ToldKind) => (told.has(kind) ? waiting.filter((one) => toldKind(one) === kind).length : 0)
    const newOrders = waiting.filter((one) => toldKind(one) === 'new_order')
    const ages = newOrders.flatMap(({ order }) => waitedMinutes(order, deps.serverNow()) ?? [])
    return {
      newOrders: count('new_order'),
      urges: count('urge'),
      cancels: count('cancel'),
      missed: count('missed'),
      refunds: count('refund'),
      others: count('other'),
      ...(told.has('new_order') && ages.length > 0 && { oldestMinutes: Math.max(...ages) }),
      level: Math.max(...reminders.map(({ level }) => level)) as ReminderFrame['level'],
      cancelled: reminders.filter((one) => toldKind(one) === 'cancel').map(({ order }) => order),
      warned: reminders.filter((one) => toldKind(one) !== 'cancel').map(({ order }) => order),
    }
  }

  return {
    textsOf(reminders) {
      const [first] = reminders
      if (first === undefined || reminders.length > 1) return deps.phrases().tellWaiting(countsOf(reminders), context())
      const known = { unaccepted: source.unaccepted(first.orderId), told: source.told(first.id) }
      return deps.phrases().tell(first, deps.serverNow(), { ...context(), ...known })
    },
    warningsOf: ({ order }) => deps.phrases().warnings(order, context()),
  }
}
