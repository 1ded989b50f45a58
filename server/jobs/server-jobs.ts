import { pollPayments } from '../commands/poll-payments.ts'
import type { Hub } from '../log/hub.ts'
import { pollHeads } from '../log/poll-heads.ts'
import type { PaymentContext } from '../payments/providers/port.ts'
import { sendRefunds } from '../payments/refunds/send-refunds.ts'
import { repeatUnanswered } from '../reminders/repeat-unanswered.ts'
import type { Gateway } from '../sockets/gateway.ts'
import { cancelUnpaid } from './cancel-unpaid.ts'
import { completeDeliveries } from './complete-deliveries.ts'
import { prune } from './prune.ts'
import type { Job } from './ticker.ts'

const SECOND = 1_000

/** What the server does by itself, and how often it looks. */
export function serverJobs(ctx: PaymentContext, hub: Hub, gateway: Pick<Gateway, 'check'>): Job[] {
  return [
    { name: 'check sessions', everyMs: SECOND, run: async () => gateway.check() },
    { name: 'poll heads', everyMs: SECOND, run: () => pollHeads(ctx, hub) },
    { name: 'repeat unanswered', everyMs: SECOND, run: () => repeatUnanswered(ctx) },
    { name: 'send refunds', everyMs: 2 * SECOND, run: (stopping) => sendRefunds(ctx, stopping) },
    { name: 'poll payments', everyMs: 4 * SECOND, run: (stopping) => pollPayments(ctx, stopping) },
    { name: 'cancel unpaid', everyMs: 5 * SECOND, run: () => cancelUnpaid(ctx) },
    { name: 'complete deliveries', everyMs: 30 * SECOND, run: () => completeDeliveries(ctx) },
    { name: 'prune', everyMs: 3 * SECOND, run: (stopping) => prune(ctx, stopping) },
  ]
}
