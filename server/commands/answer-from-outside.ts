import { claimWait } from '../attention/claim-wait.ts'
import { findLinked, type LinkedEffect, type LinkedReminder } from '../attention/linked-effect.ts'
import { tellTold } from '../attention/tell-told.ts'
import type { Tx } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'
import type { PaymentContext } from '../payments/providers/port.ts'
import { acknowledgeReminder } from '../reminders/close-reminders.ts'
import { moveOrder } from './move-order.ts'

/**
 * The answer of a contact. claim: somebody sees to all of it. read: a test message has arrived. confirm, reject and
 * acknowledge are about the order with this number of a reminder.
 */
export type OutsideAnswer =
  | { move: 'claim' | 'read' }
  | { move: 'confirm' | 'acknowledge'; reminderId: string }
  | { move: 'reject'; reminderId: string; reason: string }

/**
 * Carries out what a contact has answered by the link of a message, known by the hash of its word, in the contact’s name: as the shop’s own answer, told
 * to every device as one of the operator’s. Throws `link_dead` for a word that leads to nothing any more,
 * `reminder_unknown` and `reminder_closed`, `reminder_needs_answer`, and as the move of the order does.
 */
export async function answerFromOutside(
  tx: Tx,
  ctx: PaymentContext,
  hash: string,
  answer: OutsideAnswer,
): Promise<void> {
  const linked = await findLinked(tx, ctx, hash)
  if (linked === undefined) throw appError('link_dead')
  await carryOut(tx, ctx, linked, answer)
  const { effect, contact } = linked
  const now = ctx.clock.now()
  await tx.run(`UPDATE effects SET state = 'answered', answered_at = ?, next_at = NULL WHERE id = ?`, [now, effect.id])
  // A call, or a message whose channel has not answered yet: now it is known to have arrived.
  if (effect.state === 'sending') await tellTold(tx, ctx, effect)
  if (effect.cause === 'test')
    await tx.run('UPDATE contacts SET verified_at = ? WHERE id = ? AND removed_at IS NULL', [now, contact.id])
  const facts = { effect: effect.id, storeId: effect.store_id, contactId: contact.id, move: answer.move }
  tx.afterCommit(() => ctx.logger.info(facts, 'a contact has answered'))
}

async function carryOut(tx: Tx, ctx: PaymentContext, linked: LinkedEffect, answer: OutsideAnswer): Promise<void> {
  const { contact, store, waiting } = linked
  const by = { kind: 'operator' as const, name: contact.name }
  switch (answer.move) {
    case 'read':
      return
    case 'claim':
      return await claimWait(tx, ctx, { storeId: store.id, ids: waiting.map(({ id }) => id), name: contact.name })
    case 'acknowledge':
      await acknowledgeReminder(tx, ctx, { id: find(waiting, answer.reminderId).id, storeId: store.id, by })
      return
    default: {
      const { orderId } = find(waiting, answer.reminderId)
      const reason = answer.move === 'reject' ? { reason: answer.reason } : {}
      await moveOrder(tx, ctx, {
        ...{ orderId, storeId: store.id, move: answer.move, by: 'device', answeredBy: by },
        ...reason,
      })
    }
  }
}

function find(waiting: readonly LinkedReminder[], id: string): LinkedReminder {
  const reminder = waiting.find((one) => one.id === id)
  if (reminder === undefined) throw appError('reminder_closed')
  return reminder
}
