import type { Contender } from '../contenders/contender.ts'
import { laidan } from '../contenders/laidan.ts'
import { isOurs, ON_POSTGRES } from '../contenders/laidan-pg.ts'
import { FLOORS, PEERS } from '../contenders/others.ts'
import { CONTENDER_COLUMN, faults, RATE_COLUMNS, type RateResult } from '../figures.ts'
import { measureRate } from '../measure-rate.ts'
import { type Cell, type Column, millis, plain, table } from '../table.ts'
import type { Bench, Workload } from './workload.ts'

/** A rate is carried when nothing is lost and the p99 from payment to device stays below this. */
const P99_MS = 100
/** The rate at which latencies are compared. */
const COMPARED_RATE = 1_000

/** W1: stores with a device each, paid orders spread over them, at rising rates until a contender cannot carry one. */
export const steady: Workload = {
  title: 'W1 steady',
  async run(bench) {
    const results: RateResult[] = []
    const lines: Line[] = []
    for (const contender of bench.choose([laidan, ...ON_POSTGRES, ...FLOORS, ...PEERS])) {
      const climbed = await climb(bench, contender)
      results.push(...climbed)
      lines.push(line(contender, climbed))
    }
    const absent = bench.absent([...FLOORS, ...PEERS]).map(({ contender, why }) => absentLine(contender, why))
    const highest = Math.max(...bench.options.rates)
    return {
      figures: { summary: lines, results },
      tables: [
        table([CONTENDER_COLUMN, ...RATE_COLUMNS], results),
        table(summaryColumns(lines, highest), [...lines, ...absent]),
      ],
      // At the rate that was one too many, anything may happen except that something stored is lost.
      faults: results.filter(isOurs).flatMap((r) => faults(r)),
    }
  },
}

async function climb(bench: Bench, contender: Contender): Promise<RateResult[]> {
  const { rates, seconds, warmup, stores, announced, dir, env } = bench.options
  const results: RateResult[] = []
  for (const rate of rates.toSorted((a, b) => a - b)) {
    const profile = bench.profile(`w1-${contender.name}-${rate}`)
    const measurement = { rate, seconds, warmup, stores, devicesPerStore: 1, announced, dir, env, ...profile }
    const result = await measureRate(measurement, contender, bench)
    results.push(result)
    if (!carried(result)) break
  }
  return results
}

/** Whether a contender kept up with a rate. */
export function carried({ lost, sent, answered, path }: RateResult): boolean {
  return lost === 0 && answered === sent && path.p99 <= P99_MS
}

interface Line {
  contender: string
  what: string
  /** The highest rate carried; 0: none. */
  max: number
  best?: RateResult
  compared?: RateResult
}

function line({ name, what }: Contender, results: RateResult[]): Line {
  const best = results.filter(carried).at(-1)
  const compared = results.find(({ rate }) => rate === COMPARED_RATE)
  return { contender: name, what, max: best?.rate ?? 0, ...(best && { best }), ...(compared && { compared }) }
}

function absentLine(contender: string, why: string): Line {
  return { contender, what: `absent: ${why}`, max: Number.NaN }
}

/** Who carried the highest rate that was asked for may carry more. */
function summaryColumns(lines: readonly Line[], highest: number): Column<Line>[] {
  const ours = lines.find(({ contender }) => contender === laidan.name)?.max ?? Number.NaN
  return [
    CONTENDER_COLUMN,
    ['max/s', ({ max }) => atLeast(max, highest)],
    ['laidan ÷ it', ({ max }) => plain(ours > 0 && max > 0 ? ours / max : Number.NaN, 2)],
    ['p50 there', ({ best }) => millis(best?.path.p50 ?? Number.NaN)],
    ['p99 ms', ({ best }) => millis(best?.path.p99 ?? Number.NaN)],
    ['µs/payment', ({ best }) => plain(best?.serverMicrosPerPayment ?? Number.NaN)],
    [`p50 at ${COMPARED_RATE}/s`, ({ compared }) => millis(compared?.path.p50 ?? Number.NaN)],
    [`p99 at ${COMPARED_RATE}/s`, ({ compared }) => millis(compared?.path.p99 ?? Number.NaN)],
    ['what it is', ({ what }) => what],
  ]
}

function atLeast(max: number, highest: number): Cell {
  const { value, write } = plain(max)
  return { value, write: (one) => (one === highest ? `≥ ${write(one)}` : write(one)) }
}
