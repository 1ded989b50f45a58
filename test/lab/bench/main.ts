import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chooseContenders } from './contenders/choose-contenders.ts'
import { laidan } from './contenders/laidan.ts'
import { ON_POSTGRES, postgresVersion } from './contenders/laidan-pg.ts'
import { FLOORS, PEERS } from './contenders/others.ts'
import { limitsLine, measureLimits } from './limits.ts'
import { machine } from './machine.ts'
import { type Options, readOptions, USAGE, type WorkloadId } from './options.ts'
import { repeat } from './repeat.ts'
import { createProcesses } from './start-processes.ts'
import { createWatch, StrangersError } from './strangers.ts'
import { besideOthers } from './workloads/beside-others.ts'
import { catchUp } from './workloads/catch-up.ts'
import { connections } from './workloads/connections.ts'
import { duringBackup } from './workloads/during-backup.ts'
import { duringGuesses } from './workloads/during-guesses.ts'
import { hotStore } from './workloads/hot-store.ts'
import { longRun } from './workloads/long-run.ts'
import { nodes } from './workloads/nodes.ts'
import { path } from './workloads/path.ts'
import { starts } from './workloads/starts.ts'
import { steady } from './workloads/steady.ts'
import { storm } from './workloads/storm.ts'
import { timeToSound } from './workloads/time-to-sound.ts'
import { type Bench, type Workload, watchedAsWhole } from './workloads/workload.ts'

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
  w8: watchedAsWhole(duringGuesses),
  w9: besideOthers,
  starts: watchedAsWhole(starts),
  sound: watchedAsWhole(timeToSound),
  nodes,
  path,
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2))
  if (options.help) return write(USAGE)
  const processes = createProcesses(options.dir)
  try {
    await measure(options, processes.dir)
  } finally {
    await processes.end()
  }
}

async function measure(options: Options, sharedFolder: string): Promise<void> {
  const { chosen, absent } = chooseContenders(options, {
    ...{ ours: laidan, onPostgres: ON_POSTGRES },
    ...{ floors: FLOORS, peers: PEERS },
  })
  if (options.profile !== undefined) mkdirSync(options.profile, { recursive: true })
  const bench: Bench = {
    options,
    choose: (among) => among.filter((contender) => chosen.includes(contender)),
    absent: (among) => absent.filter(({ contender }) => among.some(({ name }) => name === contender)),
    profile: (name) => (options.profile === undefined ? {} : { profile: join(options.profile, `${name}.cpuprofile`) }),
    say: (line) => process.stderr.write(`${line}\n`),
    watch: createWatch(options),
    sharedFolder,
  }
  const date = new Date().toISOString()
  const database = chosen.some((contender) => ON_POSTGRES.includes(contender)) && postgresVersion()
  const head = {
    date,
    machine: [machine(), ...(database ? [database] : [])].join(', '),
    command: process.argv.slice(2),
    absent,
  }
  write(`${date}, ${head.machine}`)
  for (const { contender, why } of absent) write(`absent: ${contender}, ${why}`)
  const limits = await measureLimits(bench)
  write(limitsLine(limits))

  const results: Partial<Record<WorkloadId, unknown>> = {}
  for (const id of options.only) {
    const { title } = WORKLOADS[id]
    const { figures, tables, faults } = await repeat(WORKLOADS[id], bench)
    results[id] = figures
    write(`\n${title}${options.repeat > 1 ? `, ${options.repeat} times` : ''}\n`)
    for (const table of tables) write(`${table}\n`)
    for (const fault of faults) bench.say(`${title}: ${fault}`)
    if (faults.length > 0) process.exitCode = 1
    keep(options.out, date, { ...head, limits, results })
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
  process.stderr.write(`${told(error)}\n`)
  process.exitCode = 1
})

/** A refusal is not a fault of the program: nobody needs to know where it was found. */
function told(error: unknown): string {
  if (error instanceof StrangersError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
