import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { readConfig } from '../../../server/config.ts'
import type { Sql } from '../../../server/db/database.ts'
import { migrationSource } from '../../../server/db/migrations/index.ts'
import { systemRandom } from '../../../server/lib/random.ts'
import { type RunningServer, startServer } from '../../../server/start-server.ts'
import { MUTANTS } from '../mutants/server-mutants.ts'
import { createFileProvider } from '../rig/file-provider.ts'
import { countMigrationSteps } from '../rig/migration-steps.ts'
import { type ServerOptions, SHOWN_KEYS } from '../rig/server-options.ts'
import { createSteps } from '../rig/steps.ts'
import { createStoryClock } from '../rig/story-clock.ts'

/**
 * A server in a process of its own: the real `startServer`, with the wall clock of its story, told by messages when to
 * start, where to die by its own hand, and which of its regular jobs to run.
 */
const options = JSON.parse(process.argv[2] ?? '{}') as ServerOptions
const steps = createSteps(
  () => process.kill(process.pid, 'SIGKILL'),
  (step) => process.send?.({ step }),
)
const clock = createStoryClock(options.time)
const mutant = options.mutant === undefined ? {} : MUTANTS[options.mutant]
const runs = mutant.runs ?? (() => true)
let misbehaves = options.behaves !== true

function mutated(sql: Sql): Sql {
  const faulty = mutant.sql?.(sql) ?? sql
  const now = () => (misbehaves ? faulty : sql)
  return {
    run: (text, values) => now().run(text, values),
    get: (text, values) => now().get(text, values),
    all: (text, values) => now().all(text, values),
  }
}

let running: RunningServer | undefined

async function start(): Promise<void> {
  if (options.migrationSteps === true) await countMigrationSteps(migrationSource, steps.step)
  if (options.crash !== undefined) steps.arm(options.crash)
  running = await startServer({
    config: readConfig({ PORT: '0', DATA_DIR: options.dataDir, ...options.env }),
    clock: { ...clock, every: (ms, task) => (runs(ms) ? clock.every(ms, task) : () => {}) },
    random: systemRandom,
    logger:
      options.logFile === undefined
        ? pino({ level: 'silent' })
        : pino({ level: 'info' }, pino.destination({ dest: options.logFile, sync: true, append: true })),
    makeWebhooksSecret: () => options.env['STANDARD_WEBHOOKS_SECRET'] ?? '',
    showFirstKeys: async (keys) => writeFileSync(join(options.dataDir, SHOWN_KEYS), JSON.stringify(keys)),
    limits: {
      callsPerMinute: 1_000_000,
      pairingsPerMinute: 1_000_000,
      derivationsPerMinute: 1_000_000,
      speechPerMinute: 1_000_000,
    },
    ...(options.provider === true && { clients: [createFileProvider(options.dataDir, steps.step)] }),
    instrument: {
      sql: (sql) => steps.sql(mutated(sql)),
      wake: (wake) => steps.wake(mutant.wake?.(wake) ?? wake),
    },
  })
  process.send?.({ ready: { url: running.url, firstKeys: running.firstKeys ?? null } })
}

process.on('message', async (message: Record<string, unknown>) => {
  if ('start' in message) await start()
  if ('arm' in message) {
    steps.arm(message['arm'] as { at: number; match?: string })
    process.send?.({ armed: true })
  }
  if ('misbehave' in message) {
    misbehaves = true
    process.send?.({ misbehaves })
  }
  if ('tick' in message) clock.tick(message['tick'] as number)
  if ('jump' in message) clock.jump(message['jump'] as number)
  if ('steps' in message) process.send?.({ taken: steps.taken() })
  if ('stop' in message) {
    await running?.stop()
    process.exit(0)
  }
})
// Whoever started this process is gone: nobody is left to end it.
process.on('disconnect', () => process.exit(1))
process.send?.({ loaded: true })
if (options.waits !== true) await start()
