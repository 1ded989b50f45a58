import { setTimeout as pause } from 'node:timers/promises'
import { machineMs } from '../clock.ts'
import type { Standing } from '../contenders/contender.ts'
import { askChild } from '../family.ts'
import type { PaymentsCalls } from '../payments-process.ts'
import { cpuShare, usageOf } from '../process-usage.ts'
import type { Processes } from '../start-processes.ts'
import { type Phase, phase } from './phase.ts'
import type { Bench } from './workload.ts'

const BEGIN_IN_MS = 500

/** A stretch of payments. `during` runs meanwhile; `ended` resolves at the stretch's end. */
export interface Stretch<What extends string> {
  what: What
  during?(ended: Promise<void>): Promise<void>
}

/**
 * Pays at one rate, `--warmup` seconds for nothing and then `--seconds` for each of `stretches`, one after the other on
 * the same server. Resolves to the phases. Rejects as a stretch does.
 */
export async function payThrough<What extends string>(
  { options, say, watch }: Bench,
  on: { standing: Standing; processes: Processes; rate: number; firstOrder: number },
  stretches: readonly Stretch<What>[],
): Promise<Phase<What>[]> {
  const { standing, processes, rate, firstOrder } = on
  const { seconds, warmup } = options
  const sender = processes.start(['test/lab/bench/payments-process.ts'])
  const count = ordersThrough(options, rate, stretches.length)
  const startAt = machineMs() + BEGIN_IN_MS
  const schedule = { urls: [standing.url], first: firstOrder, rate, count, startAt }
  const paying = askChild<PaymentsCalls>(sender, 'payments').ask('pay', schedule)
  const until = (after: number) => pause(Math.max(0, startAt + after * 1_000 - machineMs()))
  const seen: { serverCpu: number; strangers: number; outlastedMs: number }[] = []
  for (const [i, { what, during }] of stretches.entries()) {
    const endsAfter = warmup + (i + 1) * seconds
    await until(warmup + i * seconds)
    say(`${rate}/s: ${what}`)
    const before = usageOf(standing.pids())
    const { strangers } = await watch(`payments, ${what}`, async () => {
      const ended = until(endsAfter)
      await Promise.all([ended, during?.(ended)])
    })
    const outlastedMs = machineMs() - startAt - endsAfter * 1_000
    seen.push({ serverCpu: cpuShare(before, usageOf(standing.pids())), strangers, outlastedMs })
  }
  const sent = await paying
  sender.disconnect()
  return stretches.map(({ what }, i) => {
    const first = rate * (warmup + i * seconds)
    return { ...phase(what, sent, { rate, startAt, first, end: first + rate * seconds }), ...seen[i] }
  })
}

/** Unpaid orders that {@link payThrough} uses up. */
export function ordersThrough({ warmup, seconds }: Bench['options'], rate: number, stretches: number): number {
  return rate * (warmup + stretches * seconds)
}
