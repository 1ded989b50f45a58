import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ProviderClient } from '../../../server/payments/providers/port.ts'

/** A refund as the provider has it in its books. */
interface BookedRefund {
  refundNumber: string
  transactionId: string
  amountMinor: number
}

const file = (dataDir: string) => join(dataDir, 'provider.jsonl')

/** What a provider has been asked to pay out, by a server on `dataDir`, however often that was killed. */
export function readBooks(dataDir: string): BookedRefund[] {
  if (!existsSync(file(dataDir))) return []
  const lines = readFileSync(file(dataDir), 'utf8').split('\n').slice(0, -1)
  return lines.map((line) => JSON.parse(line) as BookedRefund)
}

/**
 * A provider whose books outlive the server that speaks to it: they lie in a file beside the database. It takes every
 * refund on, once a number, and has paid it out when it is asked about it. `step` hears of each call and its end.
 */
export function createFileProvider(dataDir: string, step: (name: string) => void = () => {}): ProviderClient {
  const has = (refundNumber: string) => readBooks(dataDir).some((refund) => refund.refundNumber === refundNumber)
  async function asked<Answer>(what: string, answer: () => Answer): Promise<Answer> {
    step(`before the provider is asked ${what}`)
    const given = answer()
    step(`after the provider is asked ${what}`)
    return given
  }
  return {
    provider: 'standard-webhooks',
    start: async () => ({}),
    queryPayment: async () => ({ state: 'unpaid' }),
    refund: ({ refundNumber, transactionId, amountMinor }) =>
      asked('for a refund', () => {
        const refund: BookedRefund = { refundNumber, transactionId, amountMinor }
        if (!has(refundNumber)) appendFileSync(file(dataDir), `${JSON.stringify(refund)}\n`)
        return { state: 'pending' }
      }),
    queryRefund: ({ refundNumber }) =>
      asked('about a refund', () =>
        has(refundNumber) ? { state: 'succeeded' } : { state: 'failed', retryable: false, code: 'NOT_FOUND' },
      ),
  }
}
