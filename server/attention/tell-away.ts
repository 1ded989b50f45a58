import type { EscalationStep } from '../../shared/api/escalation.ts'
import { LEVEL } from '../../shared/reminder.ts'
import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import type { AwayWait } from './away-wait.ts'
import { insertEffects } from './insert-effects.ts'
import { routeStep } from './route-due.ts'
import { readTargets } from './usable-targets.ts'

/** Rounds that a step has at most (shared/api/escalation.ts). */
const MOST_ROUNDS = 20

/** The shop would hear nothing: it matters to everybody. */
const MATTER = { cause: 'away', level: LEVEL.loudest } as const

/** A step of the cause `away` that is due, with the number of its latest round, from 0. */
interface DueAway {
  step: EscalationStep
  index: number
  round: number
}

/**
 * Plans whom to tell that an open store has no device: what has fallen due since `before`, milliseconds without a device.
 * Resolves to the number of effects.
 */
export async function tellAway(
  tx: Tx,
  ctx: Context,
  policy: readonly EscalationStep[],
  wait: AwayWait,
  before: number,
): Promise<number> {
  // A shop that has closed and opened again without a device is told of once.
  const rounds = wait.closings === 0 ? MOST_ROUNDS : 1
  const due = awayDue(policy, before, wait.alone_ms, rounds)
  if (due.length === 0) return 0
  const { store_id: storeId, wait_id: waitId, alone_ms: aloneMs, closings } = wait
  tx.afterCommit(() => ctx.logger.warn({ storeId, aloneMs }, 'a store is open, and none of its devices is connected'))
  const fitness = await readTargets(tx, ctx, storeId)
  const effects = due.flatMap(({ step, index, round }) =>
    routeStep(policy, { step, index }, MATTER, fitness).map(({ contactId, channelId, code }) => ({
      ...{ storeId, cause: 'away' as const, step: index, contactId, channelId, covers: [], waitId },
      round: closings * MOST_ROUNDS + round,
      ...(code !== undefined && { code }),
    })),
  )
  // One message a target, where several steps have it at once.
  const once = effects.filter(
    (one, place) =>
      effects.findIndex(({ contactId, channelId }) => contactId === one.contactId && channelId === one.channelId) ===
      place,
  )
  return (await insertEffects(tx, ctx, once)).length
}

/**
 * Finds the steps with a round after `before` and up to `now`, milliseconds without a device, of the first `rounds`; the very
 * beginning is before nothing.
 */
export function awayDue(
  policy: readonly EscalationStep[],
  before: number,
  now: number,
  rounds: number = MOST_ROUNDS,
): DueAway[] {
  return policy.flatMap((step, index) => {
    if (step.cause !== 'away') return []
    const times = Array.from(
      { length: Math.min(step.most, rounds) },
      (_, round) => (step.afterS + round * (step.repeatS ?? 0)) * 1_000,
    )
    const round = times.findLastIndex((at) => at <= now)
    const at = times[round]
    return at !== undefined && (at > before || before === 0) ? [{ step, index, round }] : []
  })
}
