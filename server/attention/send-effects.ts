import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { holdEvents } from '../events/tell-events.ts'
import { pauseAfter } from '../outbox/backoff.ts'
import { timedCall } from '../outbox/timed-call.ts'
import { workOff } from '../outbox/work-off.ts'
import { findChannel } from './all-channels.ts'
import type { ChannelModule, Delivery } from './channels/port.ts'
import { type ClaimedEffect, claimEffect } from './claim-effect.ts'
import { composeMessage } from './compose-message.ts'
import type { EffectRow } from './effect-row.ts'
import { failEffect } from './fail-effect.ts'
import { hangUpIfOver } from './hang-up.ts'
import type { Links } from './links.ts'
import type { PostAnswer, PostMessage } from './post-message.ts'
import { tellTold } from './tell-told.ts'

/** Pauses between the calls for one effect, milliseconds. They end within minutes: somebody else is told then. */
const PACE = { firstMs: 5_000, longestMs: 60_000 }
/** Milliseconds in which the end of a telephone call is reported. Without a report nobody has pressed a key. */
const REPORT_WITHIN_MS = 150_000

/** The ways out of this server. */
export interface Outward {
  post: PostMessage
  /** Makes the links by which messages are answered; absent where nobody outside reaches this server. */
  links?: Links | undefined
  /** Tells whether any device of a store is connected; absent: none is known of. */
  hasDevice?(storeId: string): Promise<boolean>
}

/**
 * Works off the outbox of effects, one call at a time for each channel: one that hangs holds up its own channel, and runs
 * that begin beside this one serve the others. A message may arrive twice, with the same id; a repetition after a crash
 * waits until the call before has surely ended. Resolves to the number of calls.
 */
export function sendEffects(ctx: Context, outward: Outward, stopping?: AbortSignal): Promise<number> {
  return workOff<EffectRow | ClaimedEffect>(
    ctx,
    {
      due: 'SELECT id FROM effects WHERE next_at <= ? LIMIT ?',
      first: (tx, now) =>
        tx.get<EffectRow>(
          `SELECT * FROM effects WHERE next_at <= ? AND NOT EXISTS (SELECT 1 FROM effects AS busy
              WHERE busy.next_at > ? AND busy.channel_id = effects.channel_id AND busy.state = 'sending'
                AND busy.reference IS NULL)
            ORDER BY next_at, id LIMIT 1`,
          [now, now],
        ),
      claim: (tx, effect, now) => claimEffect(tx, ctx, effect as EffectRow, { now, links: outward.links }),
      call: (effect, signal) => call(ctx, outward, effect as ClaimedEffect, signal),
    },
    stopping,
  )
}

const NO_ANSWER: Delivery = { state: 'busy', code: 'no_answer' }

function readAnswer(module: ChannelModule, answer: PostAnswer): Delivery {
  return 'refused' in answer ? { state: 'refused', code: answer.refused } : module.read(answer)
}

async function call(ctx: Context, outward: Outward, claimed: ClaimedEffect, stopping: AbortSignal): Promise<void> {
  const { effect, channel } = claimed
  const module = findChannel(channel.kind)
  if (module === undefined) return await ctx.db.write((tx) => failEffect(tx, ctx, effect, 'target_gone'))
  const link = effect.token_hash === null ? undefined : outward.links?.urlOf(effect.id)
  const message = await composeMessage(ctx.db.read, claimed, {
    now: ctx.clockWatch.now(),
    link,
    connected: effect.cause === 'no_device' && ((await outward.hasDevice?.(effect.store_id)) ?? false),
  })
  const request = module.request(message, JSON.parse(channel.secret), ctx.clock.now())
  const answer = await timedCall(ctx, stopping, () => outward.post(request), {
    silence: 'a channel did not answer',
    effect: effect.id,
    channel: channel.id,
  })
  // What becomes of the call is not known; the next start makes it again.
  if (answer === undefined && stopping.aborted) return
  const delivery = answer === undefined ? NO_ANSWER : readAnswer(module, answer)
  // Only a call with a link is reported on.
  const rings = delivery.state === 'sent' && link !== undefined ? delivery.rings : undefined
  await ctx.db.write((tx) =>
    rings === undefined
      ? noteDelivery(tx, ctx, effect, delivery)
      : noteRinging(tx, ctx, { effect, reference: rings, hangsUp: module.hangsUp !== false }),
  )
}

/** Records that a telephone rings: its end is reported, or the next contact is told. */
async function noteRinging(
  tx: Tx,
  ctx: Context,
  { effect, reference, hangsUp }: { effect: EffectRow; reference: string; hangsUp: boolean },
): Promise<void> {
  const { id, attempts } = effect
  const changed = await tx.run(
    `UPDATE effects SET reference = ?, next_at = ?, sent_at = ?, code = NULL WHERE id = ? AND state = 'sending' AND attempts = ?`,
    [reference, ctx.clock.now() + REPORT_WITHIN_MS, ctx.clock.now(), id, attempts],
  )
  if (changed === 1) await hangUpIfOver(tx, ctx, effect, hangsUp ? reference : null)
}

/** Records what a channel said, on the condition that no later call was begun. */
async function noteDelivery(tx: Tx, ctx: Context, effect: EffectRow, delivery: Delivery): Promise<void> {
  const { id, attempts, store_id: storeId } = effect
  if (delivery.state === 'sent') {
    if (effect.cause !== 'test') await holdEvents(tx, storeId)
    const changed = await tx.run(
      `UPDATE effects SET state = 'sent', sent_at = ?, next_at = NULL, code = NULL WHERE id = ? AND state IN ('queued', 'sending')`,
      [ctx.clock.now(), id],
    )
    if (changed === 1) await tellTold(tx, ctx, effect)
    const { cause, contact_id: contactId } = effect
    tx.afterCommit(() => ctx.logger.info({ effect: id, storeId, cause, contactId }, 'a contact was told'))
    return
  }
  const code = delivery.code.slice(0, 128)
  if (delivery.state === 'refused') return await failEffect(tx, ctx, effect, code)
  await tx.run(
    `UPDATE effects SET state = 'queued', next_at = ?, code = ? WHERE id = ? AND state = 'sending' AND attempts = ?`,
    [ctx.clock.now() + pauseAfter(ctx.random, attempts, PACE), code, id, attempts],
  )
}
