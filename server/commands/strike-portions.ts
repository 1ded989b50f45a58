import type { AnsweredBy } from '../../shared/reminder.ts'
import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { tellEvents } from '../events/tell-events.ts'
import { type StrikeOffInput, strikeOff } from '../orders/strike-off.ts'
import { readyEvents } from './ready-events.ts'

/**
 * Strikes portions off an order as {@link strikeOff} does, and tells ordering systems that it is ready when the last portion of
 * an accepted order is struck off. Resolves and throws as {@link strikeOff}.
 */
export async function strikePortions(
  tx: Tx,
  ctx: Context,
  { by, ...input }: StrikeOffInput & { by: AnsweredBy },
): Promise<{ stored: string; changed: boolean }> {
  const { order, stored, changed } = await strikeOff(tx, ctx, input)
  if (changed) tellEvents(tx, ctx, readyEvents({ ...order, struck: stored }, by))
  return { stored, changed }
}
