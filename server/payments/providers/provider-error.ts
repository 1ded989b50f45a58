import type { RefundAnswer } from './port.ts'

/** A provider answered that it will not do what was asked. `code` is its own word for why. */
export class ProviderRefusal extends Error {
  override name = 'ProviderRefusal'
  readonly code: string
  constructor(code: string) {
    super(`refused: ${code}`)
    this.code = code
  }
}

/** What was asked for is nothing this provider can do: another currency, another way to pay. */
export class UnsuitablePayment extends Error {
  override name = 'UnsuitablePayment'
}

/** A refusal to tell about a refund says nothing of the money: it is asked again. */
export function undecided(answer: RefundAnswer): RefundAnswer {
  return answer.state === 'failed' ? { ...answer, retryable: true } : answer
}

/** Providers that are asked for longer than this count as not reached. */
export const CALL_TIMEOUT_MS = 8_000
