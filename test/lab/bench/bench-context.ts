import { pino } from 'pino'
import { createClockWatch } from '../../../server/lib/clock-watch.ts'
import { systemRandom } from '../../../server/lib/random.ts'
import type { PaymentContext } from '../../../server/payments/providers/port.ts'
import { hostClock } from '../../../shared/clock.ts'

const HOUR_MS = 3_600_000

/** What the server's commands want around them, without the server. */
export function benchContext(db: PaymentContext['db']): PaymentContext {
  return {
    db,
    clock: hostClock(globalThis),
    clockWatch: createClockWatch(hostClock(globalThis)),
    random: systemRandom,
    logger: pino({ level: 'silent' }),
    policy: {
      unpaidTimeoutMs: HOUR_MS,
      deliveryTimeoutMs: HOUR_MS,
      reminderExpiryMs: HOUR_MS,
      logRetentionMs: HOUR_MS,
      auditRetentionMs: HOUR_MS,
    },
    verifiers: new Map(),
    clients: new Map(),
    wake: () => {},
  }
}
