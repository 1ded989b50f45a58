import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Contender } from './contenders/contender.ts'
import { laidan } from './contenders/laidan.ts'
import { FLOORS, PEERS } from './contenders/others.ts'
import { machine } from './machine.ts'
import { type Options, readOptions, USAGE, type WorkloadId } from './options.ts'
import { catchUp } from './workloads/catch-up.ts'
import { connections } from './workloads/connections.ts'
import { duringBackup } from './workloads/during-backup.ts'
import { duringGuesses } from './workloads/during-guesses.ts'
import { hotStore } from './workloads/hot-store.ts'
import { longRun } from './workloads/long-run.ts'
import { starts } from './workloads/starts.ts'
import { steady } from './workloads/steady.ts'
import { storm } from './workloads/storm.ts'
import { timeToSound } from './workloads/time-to-sound.ts'
import type { Bench, Workload } from './workloads/workload.ts'

/**
 * `npm run bench`: how fast, how many, and what it costs, beside floors and peers in the same run. docs/performance.md
 * says how each workload is measured and what came out.
 */

const WORKLOADS: Record<WorkloadId, Workload> = {
  w1: steady,
  w2: connections,
  w3: storm,
  w4: hotStore,
  w5: catchUp,
  w6: longRun,
  w7: duringBackup,
  w8: duringGuesses,
  starts,
  sound: timeToSound,
}

interface Skipped {
  contender: string
  why: string
}

function chooseContenders(options: Options): { chosen: Contender[]; skipped: Skipped[] } {
  const all = [laidan, ...FLOORS, ...PEERS]
  const names = options.contenders ?? all.map(({ name }) => name)
  const unknown = names.filter((name) => !all.some((contender) => contender.name === name))
  if (unknown.length > 0) throw new Error(`no contender is called ${unknown.join(', ')}\n\n${USAGE}`)
  const wanted = all.filter(({ name }) => names.includes(name))
  const skipped = wanted.flatMap((contender) => {
    const why = contender.missing()
    return why === undefined ? [] : [{ contender: contender.name, why }]
  })
  return { chosen: wanted.filter(({ name }) => !skipped.some(({ contender }) => contender === name)), skipped }
}

async function main(): Promise<void> {
  const options = readOptions()
  if (options.help) return write(USAGE)
  const { chosen, skipped } = chooseContenders(options)
  if (options.profile !== undefined) mkdirSync(options.profile, { recursive: true })
  const bench: Bench = {
    options,
    choose: (among) => among.filter((contender) => chosen.includes(contender)),
    profile: (name) => (options.profile === undefined ? {} : { profile: join(options.profile, `${name}.cpuprofile`) }),
    say: (line) => process.stderr.write(`${line}\n`),
  }
  const date = new Date().toISOString()
  write(`${date}, ${machine()}`)
  for (const { contender, why } of skipped) write(`skipped: ${contender}, ${why}`)

  const results: Partial<Record<WorkloadId, unknown>> = {}
  for (const id of options.only) {
    const workload = WORKLOADS[id]
    const { figures, tables, faults } = await workload.run(bench)
    results[id] = figures
    write(`\n${workload.title}`)
    for (const table of tables) write(`${table}\n`)
    for (const fault of faults) bench.say(`${workload.title}: ${fault}`)
    if (faults.length > 0) process.exitCode = 1
    keep(options.out, date, { date, machine: machine(), command: process.argv.slice(2), skipped, results })
  }
}

/** After every workload, so that a run that is cut short leaves what it has. */
function keep(folder: string, date: string, everything: object): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${date.replaceAll(':', '-')}.json`), `${JSON.stringify(everything, null, 2)}\n`)
}

function write(text: string): void {
  process.stdout.write(`${text}\n`)
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130))

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exitCode = 1
})
