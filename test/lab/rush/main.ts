import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { machine } from '../bench/machine.ts'
import { runAttention } from './attention.ts'
import { readOptions, USAGE } from './options.ts'
import { type RushOptions, runRush } from './run-rush.ts'
import type { Scenario } from './scenarios.ts'
import { writeAttention } from './score-attention.ts'
import { type Score, scoreRush } from './score-rush.ts'
import { missedTargets, writeScorecard } from './scorecard.ts'

/**
 * `npm run bench:rush`: how well a shop hears a dinner rush. docs/rush.md says what is simulated, defines each figure,
 * and has those that were seen.
 */
async function main(): Promise<void> {
  const { help, repeat, out, scenario, ...options } = readOptions(process.argv.slice(2))
  if (help) return write(USAGE)
  const date = new Date().toISOString()
  write(`${date}, ${machine()}\n${JSON.stringify(options)}`)
  if (scenario !== undefined) return await measureAttention(options, scenario, { date, out })
  const rushes: { seed: number; score: Score; realSeconds: number; missed: string[] }[] = []
  for (let run = 0; run < repeat; run++) {
    const seed = options.seed + run
    const begun = performance.now()
    const passed = (minute: number) => minute % 10 === 0 && process.stderr.write(`seed ${seed}: minute ${minute}\n`)
    const history = await runRush({ ...options, seed, passed })
    const score = scoreRush(history)
    const realSeconds = Math.round((performance.now() - begun) / 1_000)
    rushes.push({ seed, score, realSeconds, missed: missedTargets(score, options.layout !== 'all-speak') })
    keep(out, `${date.replaceAll(':', '-')}-${seed}.json`, history)
  }
  write(`\n${writeScorecard(rushes)}\n`)
  for (const { seed, missed } of rushes) for (const target of missed) write(`seed ${seed} misses: ${target}`)
  keep(out, `${date.replaceAll(':', '-')}.json`, { date, machine: machine(), options, rushes })
  if (rushes.some(({ missed }) => missed.length > 0)) process.exitCode = 1
}

/** `--scenario`: who was told of what nobody answered. Ends with 1 when an order was neither answered nor told in time. */
async function measureAttention(
  options: Omit<RushOptions, 'scenario'>,
  which: Scenario | 'all',
  { date, out }: { date: string; out: string },
): Promise<void> {
  const shops = await runAttention(options, which, ({ scenario, seed, attention }) => {
    process.stderr.write(
      `${scenario}, seed ${seed}: ${attention.neither.length} of ${attention.orders} in neither way\n`,
    )
  })
  write(`\n${writeAttention(shops)}\n`)
  keep(out, `${date.replaceAll(':', '-')}-attention.json`, { date, machine: machine(), options, shops })
  for (const { scenario, seed, attention } of shops)
    if (attention.neither.length > 0)
      write(`${scenario}, seed ${seed}: neither answered nor told in time: ${attention.neither.join(', ')}`)
  if (shops.some(({ attention }) => attention.neither.length > 0)) process.exitCode = 1
}

function keep(folder: string, name: string, value: object): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, name), `${JSON.stringify(value, null, 2)}\n`)
}

function write(text: string): void {
  process.stdout.write(`${text}\n`)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
