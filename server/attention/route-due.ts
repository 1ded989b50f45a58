import type { EscalationStep } from '../../shared/api/escalation.ts'
import { sortedBy } from '../lib/sorted-by.ts'
import type { DueStep } from '../reminders/escalation-steps.ts'
import type { ReminderRow } from '../reminders/reminder-row.ts'
import type { NewEffect } from './insert-effects.ts'
import {
  type Fitness,
  givesWay,
  type Matter,
  type Target,
  targetsFrom,
  targetsOf,
  type Unfit,
} from './usable-targets.ts'

/** A reminder with the steps of the policy that are due for it now. */
export interface DueReminder {
  reminder: ReminderRow
  steps: DueStep[]
}

/**
 * Makes the effects for what is due: one a target, which covers everything that is due for it. Where no target of a step
 * may be told now, that is recorded, and the first one of the whole policy that may is told in its place. Where nobody
 * may, the step’s own targets are, in their quiet hours as well; those with a spent budget wait until they may.
 */
export function routeDue(
  policy: readonly EscalationStep[],
  due: readonly DueReminder[],
  fitness: Fitness,
): NewEffect[] {
  const planned = new Map<string, NewEffect & { covers: string[] }>()
  const oldestFirst = sortedBy(due, ({ reminder }) => `${String(reminder.since).padStart(16, '0')} ${reminder.id}`)
  for (const { reminder, steps } of oldestFirst)
    for (const due of steps)
      for (const { contactId, channelId, code } of routeStep(policy, due, matterOf(reminder, due), fitness)) {
        const key = `${contactId} ${channelId} ${code}`
        const effect = planned.get(key)
        if (effect === undefined) {
          const { step, index, round } = due
          const about = { storeId: reminder.store_id, cause: step.cause, step: index, round, covers: [reminder.id] }
          planned.set(key, { ...about, contactId, channelId, ...(code !== undefined && { code }) })
        } else if (!effect.covers.includes(reminder.id)) effect.covers.push(reminder.id)
      }
  return [...planned.values()]
}

function matterOf({ level }: ReminderRow, { step: { cause } }: DueStep): Matter {
  return { cause, level }
}

const WISHES: readonly Unfit[] = ['quiet_hours', 'not_theirs']

/** Chooses the targets of one step. With a `code`: it is recorded why this one is not told. */
export function routeStep(
  policy: readonly EscalationStep[],
  { step, index }: Pick<DueStep, 'step' | 'index'>,
  matter: Matter,
  fitness: Fitness,
): (Target & { code?: string })[] {
  const own = targetsOf(step).map((target) => ({ target, code: fitness(target, matter) }))
  const unfit = own.flatMap(({ target, code }) => (code === undefined ? [] : [{ ...target, code }]))
  // A wish is no failure, and whoever has one is still there to be told when another fails.
  const failed = unfit.filter(({ code }) => !WISHES.includes(code))
  const fit = own.filter(({ code }) => code === undefined).map(({ target }) => target)
  if (fit.length > 0) return [...fit, ...failed]
  const other = targetsFrom(policy, index).find((target) => fitness(target, matter) === undefined)
  if (other !== undefined) return [other, ...failed]
  return unfit.map(({ code, ...target }) => (givesWay(code) ? target : { ...target, code }))
}
