import type { RefundAnswer } from './port.ts'

/** A provider's answer that it will not do something. `code` is its own word for why. */
export class ProviderRefusal extends Error {
  override name = 'ProviderRefusal'
  readonly code: string
  constructor(code: string) {
    super(`refused: ${code}`)
    this.code = code
  }
}

/** A payment that this provider cannot take: in another currency, by another way to pay, for an odd order number. */
export class UnsuitablePayment extends Error {
  override name = 'UnsuitablePayment'
}

/** Makes a refusal to tell about a refund retryable: it says nothing of the money. */
export function undecided(answer: RefundAnswer): RefundAnswer {
  return answer.state === 'failed' ? { ...answer, retryable: true } : answer
}

/** Milliseconds after which a provider counts as not reached. */
export const CALL_TIMEOUT_MS = 8_000
