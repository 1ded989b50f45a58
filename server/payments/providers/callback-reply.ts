import { PROBLEMS } from '../../../shared/problem.ts'
import { AppError } from '../../lib/app-error.ts'
import { CallbackError, type CallbackErrorCode } from './payment-callback.ts'

/** The answer that a provider prescribes. Anything else it takes as "send it again", or as "done" when it is not. */
export interface CallbackReply {
  status: number
  /** Of the body; empty with an empty body. */
  type: string
  body: string
}

/** Why a callback is not taken, as far as its sender is told: a status and one word. */
export interface Refusal {
  status: number
  word: string
}

const UNSIGNED: readonly CallbackErrorCode[] = [
  'signature_missing',
  'signature_invalid',
  'signature_probe',
  'timestamp_skew',
]

/**
 * Chooses the status and the word of a refusal. `unsigned` is the status for a sender that proves nothing. A serial
 * without a key here is ours to mend, so the provider shall try again, as it shall after every failure of our own.
 */
export function refusal(error: unknown, unsigned: 400 | 401): Refusal {
  if (error instanceof CallbackError) {
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
