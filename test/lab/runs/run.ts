import { hostClock } from '../../../shared/clock.ts'
import { asRound } from '../../support/at-end.ts'

/** What was done, by name: kills, orders, entries … Those of several rounds are added up. */
export type Counts = Record<string, number>

export interface RunOptions {
  /** Decides what is left to chance in the first round; the round after it has the next seed, and so on. */
  seed: number
  /** A round that is over by then is followed by another. */
  ms: number
  /** At most so many rounds; there is always one. */
  rounds: number
  /** A line for whoever watches. */
  say(line: string): void
}

export interface RunReport {
  rounds: number
  counts: Counts
  /** Of all rounds the largest. */
  longest: Counts
  /** What must not be, as lines; each names its invariant and the seed of its round. */
  violations: string[]
}

/** One kind of fault, tried for as long as one likes: `npm run faults -- --only NAME`. */
export interface Run {
  /** As in `--only`. */
  name: string
  /** What is done and what must hold, in one line. */
  title: string
  /** What this machine lacks for it; then it is skipped, by name and with this reason. */
  missing?(): string | undefined
  run(options: RunOptions): Promise<RunReport>
}

export interface Round {
  counts: Counts
  /** What was measured and not counted: adding it up would say nothing. */
  longest?: Counts
  violations: string[]
}

/**
 * Round after round of `one` until the time is up, each with a seed of its own, in a scope of its own (`atEnd`), and told
 * of in a line. A round that throws counts as a violation: something ended that should not have.
 */
export async function runRounds(name: string, options: RunOptions, one: (seed: number) => Promise<Round>) {
  const clock = hostClock(globalThis)
  const begun = clock.elapsed()
  const report: RunReport = { rounds: 0, counts: {}, longest: {}, violations: [] }
  do {
    const seed = options.seed + report.rounds
    const started = clock.elapsed()
    const { counts, longest = {}, violations } = await tried(one, seed)
    report.rounds++
    for (const [what, count] of Object.entries(counts)) report.counts[what] = (report.counts[what] ?? 0) + count
    for (const [what, measured] of Object.entries(longest))
      report.longest[what] = Math.max(report.longest[what] ?? 0, measured)
    report.violations.push(...violations.map((violation) => `${name}, seed ${seed}: ${violation}`))
    const seconds = ((clock.elapsed() - started) / 1000).toFixed(0)
    options.say(
      `${name} ${report.rounds}, seed ${seed}, ${seconds} s: ${countsOf({ ...counts, ...longest })}; ${verdict(violations)}`,
    )
    for (const violation of violations) options.say(`  ${violation}`)
  } while (report.rounds < options.rounds && clock.elapsed() - begun < options.ms)
  return report
}

async function tried(one: (seed: number) => Promise<Round>, seed: number): Promise<Round> {
  try {
    return await asRound(
      () => one(seed),
      ({ violations }) => violations.length > 0,
    )
  } catch (error) {
    return { counts: {}, violations: [error instanceof Error ? (error.stack ?? error.message) : String(error)] }
  }
}

export function countsOf(counts: Counts): string {
  return Object.entries(counts)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ')
}

export function verdict(violations: readonly string[]): string {
  return violations.length === 0 ? 'no violation' : `${violations.length} violations`
}
