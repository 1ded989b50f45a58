import { amountMinorSchema } from '../../../../shared/money.ts'
import { CallbackError } from '../payment-callback.ts'

/**
 * Reads yuan with at most two decimals as fen, never through a float: `29.90`, `29.9` → 2990, `29` → 2900. Throws
 * `malformed`.
 */
export function yuanToFen(text: string): number {
  const [, yuan, decimals = ''] = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text) ?? []
  const fen = amountMinorSchema.safeParse(Number(yuan) * 100 + Number(decimals.padEnd(2, '0')))
  if (!fen.success) throw new CallbackError('malformed', 'an amount')
  return fen.data
}

/** Writes fen as yuan with two decimals: 2990 → `29.90`. */
export function fenToYuan(amountMinor: number): string {
  const digits = String(amountMinor).padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}
