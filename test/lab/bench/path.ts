import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { laidan } from './contenders/laidan.ts'
import { faults, type RateResult, table } from './figures.ts'
import { machine } from './machine.ts'
import { measureRate } from './measure-rate.ts'

/**
 * `npm run bench:path`: how long a paid order takes from the provider's callback to the device of its store, on disk in
 * between, and what it costs. docs/performance.md says how it is measured and what came out.
 */

const USAGE = `npm run bench:path -- [options]
  --rates 200,1000,2000   paid orders a second, one run each
  --seconds 20            measured, after
  --warmup 8              seconds that count for nothing
  --stores 1000           each with one connected device
  --dir FOLDER            where the database is made (default: the temporary folder); its disk is what is measured
  --env NAME=VALUE        a setting for the server, on top of its own; may be given several times
  --profile FOLDER        profile the server and write server-RATE.cpuprofile there; slows it down by a tenth or so
  --json                  print JSON instead of a table`

const whole = z.coerce.number().int().min(1)
const optionsSchema = z.object({
  rates: z
    .string()
    .transform((text) => text.split(',').map(Number))
    .pipe(z.array(z.int().min(1)))
    .default([200, 1_000, 2_000]),
  seconds: whole.default(20),
  warmup: whole.default(8),
  stores: whole.default(1_000),
  dir: z.string().default(tmpdir()),
  env: z.array(z.string().regex(/^\w+=/, 'must be NAME=VALUE')).default([]),
  profile: z.string().optional(),
  json: z.boolean().default(false),
  help: z.boolean().default(false),
})

function readOptions(): z.infer<typeof optionsSchema> {
  const value = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  const { values } = parseArgs({
    options: {
      ...{ rates: value, seconds: value, warmup: value, stores: value, dir: value, profile: value },
      env: { type: 'string', multiple: true },
      ...{ json: flag, help: flag },
    },
  })
  const result = optionsSchema.safeParse(values)
  if (result.success) return result.data
  throw new Error(`${z.prettifyError(result.error)}\n\n${USAGE}`)
}

async function main(): Promise<void> {
  const { rates, json, help, dir, profile, env, ...common } = readOptions()
  if (help) return void process.stdout.write(`${USAGE}\n`)
  if (profile !== undefined) mkdirSync(profile, { recursive: true })
  const say = (line: string) => process.stderr.write(`${line}\n`)
  const results: RateResult[] = []
  for (const rate of rates) {
    const settings = Object.fromEntries(env.map((pair) => pair.split(/=(.*)/s).slice(0, 2)))
    const where = {
      dir: resolve(dir),
      ...(profile !== undefined && { profile: resolve(profile, `server-${rate}.cpuprofile`) }),
    }
    results.push(await measureRate({ ...common, ...where, devicesPerStore: 1, rate, env: settings }, laidan, say))
  }
  const date = new Date().toISOString()
  process.stdout.write(
    json
      ? `${JSON.stringify({ date, machine: machine(), ...common, env, results }, null, 2)}\n`
      : `${date}, ${machine()}\n${table(results)}\n`,
  )
  const wrong = results.flatMap(faults)
  for (const fault of wrong) say(fault)
  if (wrong.length > 0) process.exitCode = 1
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130))

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exitCode = 1
})
