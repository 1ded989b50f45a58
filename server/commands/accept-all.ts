import { findLinked } from '../attention/linked-effect.ts'
import type { Tx } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'
import type { PaymentContext } from '../payments/providers/port.ts'
import { waitsForAcceptance } from '../../shared/reminder.ts'
import { answerFromOutside } from './answer-from-outside.ts'

/**
 * Accepts every order in the message behind a link, and takes note of the rest: the key 1 of a call. Throws `link_dead`
 * when nothing waits any more, and as {@link answerFromOutside} does; then nothing is accepted.
 */
export async function acceptAll(tx: Tx, ctx: PaymentContext, token: string): Promise<void> {
  const linked = await findLinked(tx, ctx, token)
  if (linked === undefined) throw appError('link_dead')
  for (const { id: reminderId, kind } of linked.waiting) {
    const move = waitsForAcceptance(kind) ? 'confirm' : 'acknowledge'
    // An urge falls silent with its order; what is left of it needs no answer.
    if ((await findLinked(tx, ctx, token))?.waiting.some(({ id }) => id === reminderId))
      await answerFromOutside(tx, ctx, token, { move, reminderId })
  }
}
