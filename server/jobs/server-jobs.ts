import { planEffects } from '../attention/plan-effects.ts'
import { type Outward, sendEffects } from '../attention/send-effects.ts'
import { LOOK_EVERY_MS as WATCH_EVERY_MS, watchStores } from '../attention/watch-stores.ts'
import { followClock, TIME_WRITTEN_EVERY_MS, writeTime } from '../commands/follow-clock.ts'
import { planMorningReports } from '../commands/plan-morning-reports.ts'
import { pollPayments } from '../commands/poll-payments.ts'
import { repeatUnanswered } from '../commands/repeat-unanswered.ts'
import { tellPlatforms } from '../connectors/tell-platforms.ts'
import type { CallEndpoint } from '../events/call-endpoint.ts'
import { deliverEvents } from '../events/deliver-events.ts'
import type { KeyUses } from '../keys/key-uses.ts'
import type { FeedAudit } from '../log/audit-feed.ts'
import { followFeed, LOOK_EVERY_MS } from '../log/follow-feed.ts'
import type { Hub } from '../log/hub.ts'
import { pollHeads } from '../log/poll-heads.ts'
import type { PaymentContext } from '../payments/providers/port.ts'
import { sendRefunds } from '../payments/refunds/send-refunds.ts'
import type { Gateway } from '../sockets/gateway.ts'
import { type Node, SIGN_EVERY_MS } from '../sockets/node.ts'
import { endLeftVisits } from '../sockets/visits.ts'
import { cancelUnpaid } from './cancel-unpaid.ts'
import { completeDeliveries } from './complete-deliveries.ts'
import { endIntakes } from './end-intakes.ts'
import { createClockMeasurement, MEASURE_EVERY_MS } from './measure-clock.ts'
import { prune } from './prune.ts'
import { runRehearsals } from './run-rehearsals.ts'
import type { Job } from './ticker.ts'

const SECOND = 1_000

/** Milliseconds between two writes of which devices are connected here: so late another server closes their old ones. */
const SESSIONS_WRITTEN_EVERY_MS = 500

/** Runs of the outbox of messages at once: a channel that hangs holds up a part of one. */
const SENDING_AT_ONCE = 16

/** The parts of a server that its jobs work with. */
export interface JobParts {
  hub: Hub
  gateway: Pick<Gateway, 'check' | 'hear' | 'keepOut'>
  keyUses: Pick<KeyUses, 'write'>
  /** Where several servers share the database. */
  node: Node | undefined
  /** In place of a look at every log each second, where a feed tells of their growth. */
  audit?: Pick<FeedAudit, 'run'> | undefined
  /** Calls the endpoints of webhooks, and the APIs of shop platforms. */
  callEndpoint: CallEndpoint
  attention: {
    outward: Outward
    hasDevice(storeId: string): Promise<boolean>
    /** Milliseconds after a start until devices are back: until then nobody is told that there is none. */
    settleMs: number
  }
}

/** Lists the server's own jobs with their intervals. Where several servers share the database, every one runs them. */
export function serverJobs(ctx: PaymentContext, parts: JobParts): Job[] {
  const { hub, gateway, keyUses, node, audit, callEndpoint, attention } = parts
  const { feed } = ctx.db
  const measureClock = createClockMeasurement(ctx)
  /** Wraps a job that compares times: a jump of the clock is dealt with before each run. */
  const timed = (run: (stopping: AbortSignal) => Promise<unknown>) => (stopping: AbortSignal) =>
    followClock(ctx)?.then(() => run(stopping)) ?? run(stopping)
  const settledAt = ctx.clock.elapsed() + attention.settleMs
  const settled = (run: () => Promise<unknown>) => async () => ctx.clock.elapsed() >= settledAt && (await run())
  const plan = settled(() => planEffects(ctx, attention.hasDevice))
  const watch = settled(() => watchStores(ctx, attention.hasDevice))
  return [
    { name: 'check sessions', everyMs: SECOND, run: async () => gateway.check() },
    { name: 'poll heads', everyMs: SECOND, run: audit?.run ?? (() => pollHeads(ctx, hub)) },
    { name: 'repeat unanswered', everyMs: SECOND, run: timed(() => repeatUnanswered(ctx)) },
    { name: 'send refunds', everyMs: 2 * SECOND, run: timed((stopping) => sendRefunds(ctx, stopping)) },
    { name: 'poll payments', everyMs: 4 * SECOND, run: timed((stopping) => pollPayments(ctx, stopping)) },
    { name: 'plan effects', everyMs: SECOND, run: timed(plan) },
    { name: 'plan morning reports', everyMs: 20 * SECOND, run: timed(() => planMorningReports(ctx)) },
    { name: 'watch stores', everyMs: WATCH_EVERY_MS, run: timed(watch) },
    {
      ...{ name: 'send effects', everyMs: SECOND, atOnce: SENDING_AT_ONCE },
      run: timed((stopping) => sendEffects(ctx, attention.outward, stopping)),
    },
    {
      ...{ name: 'deliver events', everyMs: SECOND, atOnce: SENDING_AT_ONCE },
      run: timed((stopping) => deliverEvents(ctx, callEndpoint, stopping)),
    },
    {
      ...{ name: 'tell platforms', everyMs: SECOND, atOnce: SENDING_AT_ONCE },
      run: timed((stopping) => tellPlatforms(ctx, callEndpoint, stopping)),
    },
    { name: 'rehearse', everyMs: SECOND, run: timed(() => runRehearsals(ctx, gateway)) },
    { name: 'cancel unpaid', everyMs: 5 * SECOND, run: timed(() => cancelUnpaid(ctx)) },
    { name: 'end intakes', everyMs: SECOND, run: timed(() => endIntakes(ctx)) },
    { name: 'complete deliveries', everyMs: 30 * SECOND, run: timed(() => completeDeliveries(ctx)) },
    { name: 'write time', everyMs: TIME_WRITTEN_EVERY_MS, run: timed(() => writeTime(ctx)) },
    { name: 'write uses of keys', everyMs: 60 * SECOND, run: keyUses.write },
    { name: 'prune', everyMs: 3 * SECOND, run: timed((stopping) => prune(ctx, stopping)) },
    ...(measureClock === undefined ? [] : [{ name: 'measure clock', everyMs: MEASURE_EVERY_MS, run: measureClock }]),
    ...(feed === undefined
      ? []
      : [{ name: 'follow feed', everyMs: LOOK_EVERY_MS, run: () => followFeed(feed, { hub, gateway }) }]),
    ...(node === undefined
      ? []
      : [
          { name: 'write sessions', everyMs: SESSIONS_WRITTEN_EVERY_MS, run: node.write },
          { name: 'sign of life', everyMs: SIGN_EVERY_MS, run: node.sign },
          { name: 'end left visits', everyMs: 60 * SECOND, run: timed(() => endLeftVisits(ctx, node.id)) },
        ]),
  ]
}
