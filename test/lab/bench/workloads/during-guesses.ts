import { createProcesses } from '../start-processes.ts'
import { formatTable, ms, percent } from '../table.ts'
import { type Besieged, besiegePayments, PHASES, type Together } from './besiege-payments.ts'
import { PHASE_COLUMNS } from './phase.ts'
import type { Workload } from './workload.ts'

/** Guesses may make a payment's p99 this many times longer. */
const MAY_BE_SLOWER = 1.2

/**
 * W8: payments at a low rate, by turns alone, beside as many requests as guesses that cost the server little or nothing,
 * beside strangers who guess at pairing codes, and beside these while a few owners pair their devices.
 */
export const duringGuesses: Workload = {
  title: 'W8 payments during guesses at pairing codes',
  async run(bench) {
    const processes = createProcesses(bench.options.dir)
    try {
      const { besieged, together } = await besiegePayments(bench, processes)
      const ratios = PHASES.map((what) => compare(besieged, together, what))
      return {
        figures: { besieged, together, ratios },
        tables: [
          formatTable([...PHASE_COLUMNS, ...CPU_COLUMNS], besieged),
          formatTable(GUESSES_COLUMNS, besieged),
          formatTable(RATIO_COLUMNS, ratios),
        ],
        faults: [
          ...besieged.flatMap(({ what, refused, ownersRefused }) => [
            ...(refused > 0 ? [`${what}: ${refused} payments were refused`] : []),
            ...(ownersRefused > 0 ? [`${what}: ${ownersRefused} right codes were refused`] : []),
          ]),
          ...(compare(besieged, together, 'guesses').all > MAY_BE_SLOWER
            ? [`guesses make p99 more than ${MAY_BE_SLOWER} times longer`]
            : []),
        ],
      }
    } finally {
      await processes.end()
    }
  },
}

interface Ratio {
  what: string
  /** p50 and p99 of the payments of all rounds together, ms. */
  p50: number
  p99: number
  /** That p99 ÷ p99 of the quiet seconds of all rounds: a round has few payments, and one sync of a disk is a tenth of a p99. */
  all: number
  /** The same round by round: median, least and greatest. */
  median: number
  least: number
  greatest: number
}

function compare(besieged: readonly Besieged[], together: Together, what: keyof Together): Ratio {
  const quiet = new Map(
    besieged.filter((each) => each.what === 'quiet').map(({ round, answer }) => [round, answer.p99]),
  )
  const ratios = besieged
    .filter((each) => each.what === what)
    .map(({ round, answer }) => answer.p99 / (quiet.get(round) ?? Number.NaN))
    .sort((a, b) => a - b)
  const at = (share: number) => ratios[Math.round(share * (ratios.length - 1))] ?? Number.NaN
  const { p50, p99 } = together[what]
  return { what, p50, p99, all: p99 / together.quiet.p99, median: at(0.5), least: at(0), greatest: at(1) }
}

type Columns<Row> = Parameters<typeof formatTable<Row>>[0]

const CPU_COLUMNS: Columns<Besieged> = [
  ['server', ({ cpu }) => percent(cpu.server)],
  ['elsewhere', ({ cpu }) => percent(cpu.elsewhere)],
  ['generator', ({ cpu }) => percent(cpu.strangers)],
  ['payments', ({ cpu }) => percent(cpu.payments)],
  ['others', ({ cpu }) => percent(cpu.others)],
  ['stall ms', ({ stallMs }) => ms(stallMs)],
]

const GUESSES_COLUMNS: Columns<Besieged> = [
  ['', ({ what }) => what],
  ['requests', ({ requests }) => String(requests)],
  [
    'statuses, lead-in too',
    ({ statuses }) =>
      Object.entries(statuses)
        .map(([status, n]) => `${status}: ${n}`)
        .join(', '),
  ],
  ['server µs each', ({ serverMicros }) => (Number.isNaN(serverMicros) ? '–' : serverMicros.toFixed(0))],
  ['right codes p50', ({ owner }) => ms(owner.p50)],
  ['max ms', ({ owner }) => ms(owner.max)],
  ['refused', ({ ownersRefused }) => String(ownersRefused)],
]

const RATIO_COLUMNS: Columns<Ratio> = [
  ['all rounds', ({ what }) => what],
  ['p50', ({ p50 }) => ms(p50)],
  ['p99', ({ p99 }) => ms(p99)],
  ['p99 ÷ quiet', ({ all }) => all.toFixed(2)],
  ['round by round: median', ({ median }) => median.toFixed(2)],
  ['least', ({ least }) => least.toFixed(2)],
  ['greatest', ({ greatest }) => greatest.toFixed(2)],
]
