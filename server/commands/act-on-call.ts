import type { Heard } from '../attention/channels/port.ts'
import type { EffectRow } from '../attention/effect-row.ts'
import { failEffect } from '../attention/fail-effect.ts'
import type { Tx } from '../db/database.ts'
import { AppError } from '../lib/app-error.ts'
import type { PaymentContext } from '../payments/providers/port.ts'
import { acceptAll } from './accept-all.ts'
import { answerFromOutside } from './answer-from-outside.ts'

/** The keys of a call, as the callee is told them. */
const KEYS = ['1', '2', '3'] as const
export type CallKey = (typeof KEYS)[number]

/**
 * Carries out what was heard of a call: 1 accepts everything in its message, 2 says that the callee sees to it, 3, another
 * key and a call without one tell the next contact. What comes twice, or late, changes nothing. `hash`: of the word in the
 * link of its message. Resolves to the key; `undefined`: none of the three was pressed. Rejects with `storage_unavailable`.
 */
export async function actOnCall(
  ctx: PaymentContext,
  { hash, effect, heard }: { hash: string; effect: EffectRow; heard: Heard },
): Promise<CallKey | undefined> {
  if ('goesOn' in heard) return undefined
  const key = 'key' in heard ? KEYS.find((one) => one === heard.key) : undefined
  try {
    if (effect.cause === 'test' && key !== undefined && key !== '3')
      await ctx.db.write((tx) => answerFromOutside(tx, ctx, hash, { move: 'read' }))
    else if (key === '1') await acceptAll(ctx, hash)
    else if (key === '2') await ctx.db.write((tx) => answerFromOutside(tx, ctx, hash, { move: 'claim' }))
    else await ctx.db.write((tx) => goOn(tx, ctx, effect, 'ended' in heard ? `call_${heard.ended}` : 'call_declined'))
  } catch (error) {
    // Nothing waits any more.
    if (!(error instanceof AppError) || error.code !== 'link_dead') throw error
  }
  return key
}

/** Tells the next contact, if the call still counts as ringing: an answered one ends as well. */
async function goOn(tx: Tx, ctx: PaymentContext, { id }: EffectRow, code: string): Promise<void> {
  const effect = await tx.get<EffectRow>(
    `SELECT * FROM effects WHERE id = ? AND state = 'sending' AND reference IS NOT NULL`,
    [id],
  )
  if (effect !== undefined) await failEffect(tx, ctx, effect, code)
}
