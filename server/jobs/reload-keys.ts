import type { Providers } from '../payments/open-providers.ts'
import type { Job } from './ticker.ts'

const EVERY_MS = 10_000

/** Payment keys that were changed on disk are used from then on, without a restart. */
export function keysJob(providers: Pick<Providers, 'reload'>): Job {
  return { name: 'reload payment keys', everyMs: EVERY_MS, run: () => providers.reload() }
}
