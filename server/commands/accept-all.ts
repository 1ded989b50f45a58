import { waitsForAcceptance } from '../../shared/reminder.ts'
import { findLinked } from '../attention/linked-effect.ts'
import { AppError } from '../lib/app-error.ts'
import type { PaymentContext } from '../payments/providers/port.ts'
import { answerFromOutside } from './answer-from-outside.ts'

/**
 * Accepts every order in the message behind a link, known by the hash of its word, and takes note of the rest: the key 1 of a call. Each is a command of
 * its own, which locks its order first; what somebody else was faster with is passed over. Rejects with `storage_unavailable`.
 */
export async function acceptAll(ctx: PaymentContext, hash: string): Promise<void> {
  const linked = await findLinked(ctx.db.read, ctx, hash)
  for (const { id: reminderId, kind } of linked?.waiting ?? []) {
    const move = waitsForAcceptance(kind) ? 'confirm' : 'acknowledge'
    try {
      await ctx.db.write((tx) => answerFromOutside(tx, ctx, hash, { move, reminderId }))
    } catch (error) {
      if (!(error instanceof AppError) || !OVERTAKEN.includes(error.code)) throw error
    }
  }
}

/** The refusals of an answer that came too late: an urge falls silent with its order, and others answer as well. */
const OVERTAKEN: readonly string[] = ['link_dead', 'reminder_closed', 'order_move_illegal']
