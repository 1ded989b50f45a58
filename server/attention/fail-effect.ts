import type { EscalationCause } from '../../shared/api/escalation.ts'
import { LEVEL } from '../../shared/reminder.ts'
import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { policyOf } from '../reminders/escalation-steps.ts'
import { getStore } from '../stores/stores.ts'
import { asksForHelp, coversOf, type EffectRow } from './effect-row.ts'
import { insertEffects } from './insert-effects.ts'
import { givesWay, readTargets, sameTarget, type Target, targetsFrom } from './usable-targets.ts'

/**
 * Gives an effect up, if no later call was begun, and tells the next contact of the policy in its place, by the next
 * channel: a message that failed is never the end. When there is nobody left, that is logged for the operator.
 */
export async function failEffect(tx: Tx, ctx: Context, effect: EffectRow, code: string): Promise<void> {
  const changed = await tx.run(
    `UPDATE effects SET state = 'failed', next_at = NULL, code = ?
      WHERE id = ? AND attempts = ? AND state IN ('queued', 'sending')`,
    [code, effect.id, effect.attempts],
  )
  if (changed === 0) return
  const { id, store_id: storeId, channel_id: channelId, cause } = effect
  tx.afterCommit(() => ctx.logger.error({ effect: id, storeId, channelId, cause, code }, 'a contact could not be told'))
  if (!asksForHelp(cause)) return
  const next = await nextTarget(tx, ctx, effect)
  if (next === undefined) {
    tx.afterCommit(() => ctx.logger.error({ effect: id, storeId }, 'nobody outside of the shop can be told'))
    return
  }
  const { step, round, wait_id: waitId } = effect
  await insertEffects(tx, ctx, [{ storeId, cause, step, round, ...next, waitId, covers: coversOf(effect) }])
}

/**
 * Finds the first target of the policy that was not tried for this round: one that may be told now, before those that are
 * told when nobody else can be.
 */
async function nextTarget(tx: Tx, ctx: Context, effect: EffectRow): Promise<Target | undefined> {
  const { store_id: storeId, step } = effect
  const tried = await triedFor(tx, effect)
  const policy = policyOf(JSON.parse((await getStore(tx, storeId)).settings))
  const fitness = await readTargets(tx, ctx, storeId)
  // By now it matters to everybody.
  const matter = { cause: effect.cause as EscalationCause, level: LEVEL.loudest }
  const left = targetsFrom(policy, step).filter((target) => !tried.some((one) => sameTarget(one, target)))
  return (
    left.find((target) => fitness(target, matter) === undefined) ??
    left.find((target) => givesWay(fitness(target, matter)))
  )
}

async function triedFor(tx: Tx, { reminder_id, wait_id, cause, step, round }: EffectRow): Promise<Target[]> {
  const about = wait_id === null ? 'reminder_id' : 'wait_id'
  return await tx.all<Target>(
    `SELECT contact_id AS "contactId", channel_id AS "channelId" FROM effects
      WHERE ${about} = ? AND cause = ? AND step = ? AND round = ?`,
    [wait_id ?? reminder_id, cause, step, round],
  )
}
