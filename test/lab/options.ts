import { parseArgs } from 'node:util'
import * as z from 'zod'
import type { Run } from './runs/run.ts'

export interface FaultsOptions {
  /** Shared by the chosen runs in equal parts. */
  ms: number
  seed: number
  rounds: number
  only: readonly Run[]
  help: boolean
}

const MS_PER_HOUR = 3_600_000
/** Enough for one round of each. */
const DEFAULT_HOURS = 0.15
const MAX_SEED = 2 ** 31 - 1

export function usage(runs: readonly Run[]): string {
  return `npm run faults -- [options]
  --hours 2         how long, shared equally by the runs; every run has one round at least (default: ${DEFAULT_HOURS})
  --seed 1234       the chance of an earlier run (default: another one each time)
  --rounds 1        at most so many rounds of each run
  --only ${runs.map(({ name }) => name).join(',')}
                    only these (default: all)
  --help
${runs.map(({ name, title }) => `\n  ${name.padEnd(14)}${title}`).join('')}

A round that failed is tried again with the seed in its line: --only NAME --seed SEED --rounds 1`
}

/** Reads the command line. Throws an Error that names every fault in it, with the usage. */
export function readOptions(args: readonly string[], runs: readonly Run[]): FaultsOptions {
  const schema = z.object({
    hours: z.coerce.number().positive().max(1_000).default(DEFAULT_HOURS),
    seed: z.coerce
      .number()
      .int()
      .min(0)
      .max(MAX_SEED)
      .default(() => Math.floor(Math.random() * MAX_SEED)),
    rounds: z.coerce.number().int().min(1).default(Number.MAX_SAFE_INTEGER),
    only: z
      .string()
      .transform((text) => text.split(',').filter((word) => word !== ''))
      .pipe(z.array(z.enum(runs.map(({ name }) => name))).min(1))
      .optional(),
    help: z.boolean().default(false),
  })
  try {
    const text = { type: 'string' } as const
    const { values } = parseArgs({
      args: [...args],
      options: { hours: text, seed: text, rounds: text, only: text, help: { type: 'boolean' } },
    })
    const { hours, seed, rounds, only, help } = schema.parse(values)
    const chosen = runs.filter(({ name }) => only === undefined || only.includes(name))
    return { ms: hours * MS_PER_HOUR, seed, rounds, only: chosen, help }
  } catch (error) {
    const fault = error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : ''
    throw new Error(`${fault}\n\n${usage(runs)}`, { cause: error })
  }
}
