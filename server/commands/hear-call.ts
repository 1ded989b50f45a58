import { findChannel } from '../attention/all-channels.ts'
import type { Report } from '../attention/channels/port.ts'
import type { EffectRow } from '../attention/effect-row.ts'
import type { ChannelRow } from '../attention/targets.ts'
import { WORDS } from '../attention/texts/words.ts'
import { hashSecret } from '../lib/hash-secret.ts'
import type { PaymentContext } from '../payments/providers/port.ts'
import { getStore } from '../stores/stores.ts'
import { actOnCall } from './act-on-call.ts'

/**
 * Takes the report of a telephone service about the call behind a link, and acts on it. Resolves to the answer for the
 * service; to `undefined` for what is not a report of its own.
 */
export async function hearCall(
  ctx: PaymentContext,
  token: string,
  report: Report,
): Promise<{ type: string; body: string } | undefined> {
  const hash = hashSecret(token)
  const effect = await ctx.db.read.get<EffectRow>('SELECT * FROM effects WHERE token_hash = ?', [hash])
  if (effect === undefined) return undefined
  const channel = await findTheirChannel(ctx, effect.channel_id)
  const module = findChannel(channel?.kind ?? '')
  const heard = channel && module?.hear?.(report, JSON.parse(channel.secret))
  if (heard === undefined || module?.reply === undefined) return undefined
  const { locale } = await getStore(ctx.db.read, effect.store_id)
  const key = await actOnCall(ctx, { hash, effect, heard })
  return module.reply(key === undefined ? '' : WORDS[locale].pressed[key], locale)
}

/**
 * Takes reports of several calls that a telephone service pushes to the address of a channel, and acts on each; a call
 * that does not ring any more is passed over. Resolves as {@link hearCall} does.
 */
export async function hearPush(
  ctx: PaymentContext,
  channelId: string,
  push: { key: string; body: unknown },
): Promise<{ type: string; body: string } | undefined> {
  const channel = await findTheirChannel(ctx, channelId)
  const module = findChannel(channel?.kind ?? '')
  const calls = channel && module?.hearPush?.(push, JSON.parse(channel.secret))
  if (calls === undefined) return undefined
  for (const { reference, heard } of calls) {
    // Those that ring are few, and stand among those that have a date.
    const effect = await ctx.db.read.get<EffectRow>(
      `SELECT * FROM effects WHERE next_at IS NOT NULL AND state = 'sending' AND reference = ? AND channel_id = ?`,
      [reference, channelId],
    )
    if (effect?.token_hash != null) await actOnCall(ctx, { hash: effect.token_hash, effect, heard })
  }
  return module?.pushReply
}

async function findTheirChannel(ctx: PaymentContext, id: string): Promise<ChannelRow | undefined> {
  return await ctx.db.read.get<ChannelRow>('SELECT * FROM channel_accounts WHERE id = ? AND removed_at IS NULL', [id])
}
