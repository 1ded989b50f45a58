import { amountMinorSchema } from '../../../../shared/money.ts'
import { CallbackError } from '../payment-callback.ts'

/** Reads yuan with exactly two decimals as fen, never through a float: `29.90` → 2990. Throws `malformed`. */
export function yuanToFen(text: string): number {
  const match = /^(\d{1,9})\.(\d{2})$/.exec(text)
  const fen = amountMinorSchema.safeParse(Number(match?.[1]) * 100 + Number(match?.[2]))
  if (!fen.success) throw new CallbackError('malformed', 'an amount')
  return fen.data
}

/** Writes fen as yuan with two decimals: 2990 → `29.90`. */
export function fenToYuan(amountMinor: number): string {
  const digits = String(amountMinor).padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}
