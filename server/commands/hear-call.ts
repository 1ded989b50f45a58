import { findChannel } from '../attention/all-channels.ts'
import type { Heard, Report } from '../attention/channels/port.ts'
import type { EffectRow } from '../attention/effect-row.ts'
import { failEffect } from '../attention/fail-effect.ts'
import type { ChannelRow } from '../attention/targets.ts'
import { WORDS } from '../attention/texts/words.ts'
import type { Tx } from '../db/database.ts'
import { AppError } from '../lib/app-error.ts'
import { hashSecret } from '../lib/hash-secret.ts'
import type { PaymentContext } from '../payments/providers/port.ts'
import { getStore } from '../stores/stores.ts'
import { acceptAll } from './accept-all.ts'
import { answerFromOutside } from './answer-from-outside.ts'

/** The keys of a call, as the callee is told them. */
const KEYS = ['1', '2', '3'] as const
type Key = (typeof KEYS)[number]

/**
 * Takes the report of a telephone service about the call behind a link: 1 accepts everything in its message, 2 says that
 * the callee sees to it, 3 and a call without a key tell the next contact. A report that comes twice, or late, changes
 * nothing. Resolves to the answer for the service; to `undefined` for what is not a report of its own.
 */
export async function hearCall(
  ctx: PaymentContext,
  token: string,
  report: Report,
): Promise<{ type: string; body: string } | undefined> {
  const effect = await ctx.db.read.get<EffectRow>('SELECT * FROM effects WHERE token_hash = ?', [hashSecret(token)])
  if (effect === undefined) return undefined
  const channel = await ctx.db.read.get<ChannelRow>(
    'SELECT * FROM channel_accounts WHERE id = ? AND removed_at IS NULL',
    [effect.channel_id],
  )
  const module = findChannel(channel?.kind ?? '')
  const heard = channel && module?.hear?.(report, JSON.parse(channel.secret))
  if (heard === undefined || module?.reply === undefined) return undefined
  const { locale } = await getStore(ctx.db.read, effect.store_id)
  const key = 'key' in heard ? KEYS.find((one) => one === heard.key) : undefined
  await act(ctx, { token, effect, heard, key })
  return module.reply(key === undefined ? '' : WORDS[locale].pressed[key], locale)
}

async function act(
  ctx: PaymentContext,
  { token, effect, heard, key }: { token: string; effect: EffectRow; heard: Heard; key: Key | undefined },
): Promise<void> {
  if ('goesOn' in heard) return
  try {
    if (effect.cause === 'test' && key !== undefined && key !== '3')
      await ctx.db.write((tx) => answerFromOutside(tx, ctx, token, { move: 'read' }))
    else if (key === '1') await acceptAll(ctx, token)
    else if (key === '2') await ctx.db.write((tx) => answerFromOutside(tx, ctx, token, { move: 'claim' }))
    else await ctx.db.write((tx) => goOn(tx, ctx, effect, 'ended' in heard ? `call_${heard.ended}` : 'call_declined'))
  } catch (error) {
    // Nothing waits any more.
    if (!(error instanceof AppError) || error.code !== 'link_dead') throw error
  }
}

/** Tells the next contact, if the call still counts as ringing: an answered one ends as well. */
async function goOn(tx: Tx, ctx: PaymentContext, { id }: EffectRow, code: string): Promise<void> {
  const effect = await tx.get<EffectRow>(
    `SELECT * FROM effects WHERE id = ? AND state = 'sending' AND reference IS NOT NULL`,
    [id],
  )
  if (effect !== undefined) await failEffect(tx, ctx, effect, code)
}
