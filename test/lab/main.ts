import { hostClock } from '../../shared/clock.ts'
import { formatTable } from './bench/table.ts'
import { type FaultsOptions, readOptions, usage } from './options.ts'
import { RUNS } from './runs/list.ts'
import { countsOf, type RunReport, verdict } from './runs/run.ts'

/**
 * `npm run faults`: the long form of what `test/faults/*.test.ts` do in seconds. docs/reliability.md says what is proved
 * by it. Ends with 1 when something was found, and with 2 when the command line was not understood.
 */

interface Outcome {
  name: string
  seconds: number
  /** The reason, instead of a report. */
  skipped?: string
  report?: RunReport
}

function write(text: string): void {
  process.stdout.write(`${text}\n`)
}

async function runAll({ only, ms, seed, rounds }: FaultsOptions): Promise<Outcome[]> {
  const clock = hostClock(globalThis)
  const begun = clock.elapsed()
  const outcomes: Outcome[] = []
  for (const [index, run] of only.entries()) {
    const skipped = run.missing?.()
    if (skipped !== undefined) {
      outcomes.push({ name: run.name, seconds: 0, skipped })
      continue
    }
    write(`\n${run.name}: ${run.title}`)
    const started = clock.elapsed()
    // What one run leaves over, the runs after it have.
    const share = (ms - (started - begun)) / (only.length - index)
    const report = await run.run({ seed, ms: share, rounds, say: write })
    outcomes.push({ name: run.name, seconds: (clock.elapsed() - started) / 1000, report })
  }
  return outcomes
}

function tell(outcomes: readonly Outcome[], strays: readonly string[]): void {
  const table = formatTable<Outcome>(
    [
      ['run', ({ name }) => name],
      ['rounds', ({ report }) => String(report?.rounds ?? 0)],
      ['seconds', ({ seconds }) => seconds.toFixed(0)],
      ['violations', ({ report }) => (report === undefined ? 'skipped' : String(report.violations.length))],
    ],
    outcomes,
  )
  write(`\n${table}\n`)
  for (const { name, report, skipped } of outcomes) {
    write(
      `${name}: ${report === undefined ? `skipped, ${skipped}` : countsOf({ ...report.counts, ...report.longest })}`,
    )
  }
  const violations = [...outcomes.flatMap(({ report }) => report?.violations ?? []), ...strays]
  const idle = outcomes.every(({ report }) => report === undefined)
  write(`\n${idle ? 'nothing was done' : verdict(violations)}`)
  for (const violation of violations) write(`  ${violation}`)
  const incomplete = process.env['REQUIRE_ALL'] === '1' && outcomes.some(({ skipped }) => skipped !== undefined)
  if (incomplete) write('Every run is required here, but something was skipped.')
  process.exitCode = violations.length > 0 || incomplete ? 1 : 0
}

function read(): FaultsOptions | undefined {
  try {
    return readOptions(process.argv.slice(2), RUNS)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 2
    return undefined
  }
}

// Children end when the channel to this process does.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130))

/** What failed where nobody waited for it: a device that ended by itself. */
const strays: string[] = []
process.on('unhandledRejection', (error) => {
  strays.push(error instanceof Error ? (error.stack ?? error.message) : String(error))
})

const options = read()
if (options?.help === true) write(usage(RUNS))
else if (options !== undefined) {
  write(`seed ${options.seed}, ${(options.ms / 60_000).toFixed(0)} minutes: ${options.only.map(({ name }) => name)}`)
  tell(await runAll(options), strays)
}
