import type { Providers } from '../payments/open-providers.ts'
import type { Job } from './ticker.ts'

const EVERY_MS = 10_000

/** Makes the job that takes over payment keys which were changed on disk, without a restart. */
export function keysJob(providers: Pick<Providers, 'reload'>): Job {
  return { name: 'reload payment keys', everyMs: EVERY_MS, run: () => providers.reload() }
}
