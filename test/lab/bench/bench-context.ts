import { pino } from 'pino'
import type { Context } from '../../../server/context/context.ts'
import { systemRandom } from '../../../server/lib/random.ts'
import { hostClock } from '../../../shared/clock.ts'

const HOUR_MS = 3_600_000

/** What the server's commands want around them, without the server. */
export function benchContext(db: Context['db']): Context {
  return {
    db,
    clock: hostClock(globalThis),
    random: systemRandom,
    logger: pino({ level: 'silent' }),
    policy: {
      unpaidTimeoutMs: HOUR_MS,
      deliveryTimeoutMs: HOUR_MS,
      reminderExpiryMs: HOUR_MS,
      logRetentionMs: HOUR_MS,
    },
    clients: new Map(),
    wake: () => {},
  }
}
