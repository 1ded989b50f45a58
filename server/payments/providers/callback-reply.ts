import { PROBLEMS } from '../../../shared/problem.ts'
import { AppError } from '../../lib/app-error.ts'
import { NotifyError, type NotifyErrorCode } from './port.ts'

/** Why a callback is not taken, as far as its sender is told: a status and one word. */
export interface Refusal {
  status: number
  word: string
}

const UNSIGNED: readonly NotifyErrorCode[] = [
  'signature_missing',
  'signature_invalid',
  'signature_probe',
  'timestamp_skew',
]

/**
 * What a provider is told. `unsigned` is the status for whoever cannot prove who they are. A serial that we have no key
 * for is ours to mend, so the provider shall try again; so it shall after whatever else failed on our side.
 */
export function refusal(error: unknown, unsigned: 400 | 401): Refusal {
  if (error instanceof NotifyError) {
    if (error.code === 'key_unknown') return { status: 500, word: error.code }
    if (!UNSIGNED.includes(error.code)) return { status: 400, word: error.code }
    // A probe is answered as any other wrong signature is.
    return { status: unsigned, word: error.code === 'signature_probe' ? 'signature_invalid' : error.code }
  }
  if (error instanceof AppError && (error.code === 'body_too_large' || error.code === 'media_type_unsupported')) {
    return { status: PROBLEMS[error.code].status, word: error.code }
  }
  return { status: 500, word: 'temporary' }
}
