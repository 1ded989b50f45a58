import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { LAYOUTS, MOST_DEVICES } from './layouts.ts'
import { SCENARIOS } from './scenarios.ts'

export const USAGE = `npm run bench:rush -- [options]
  --seed 1234             the chance of an earlier run (default: another one each time)
  --minutes 120           simulated minutes in which orders come
  --orders 200            orders an hour, on average
  --devices 3             devices of the shop, ${MOST_DEVICES} at most
  --layout rooms          rooms: one speaks in the front room, one in the kitchen, the others ring; one-room: one speaks,
                          one rings, the others show; all-speak: all in one room, and each speaks
  --scenario all          the benchmark of attention, with a limit of three minutes and people outside who are told: all, or
                          one of ${SCENARIOS.join(', ')}
  --repeat 3              so many rushes, each with the next seed
  --out FOLDER            where the results go as JSON (default: test-output/rush)
  --help                  this text`

const LARGEST_SEED = 2 ** 31 - 1_000
const whole = z.coerce.number().int().min(1)
const schema = z.object({
  seed: z.coerce
    .number()
    .int()
    .min(0)
    .max(LARGEST_SEED)
    .default(() => Math.floor(Math.random() * LARGEST_SEED)),
  minutes: whole.max(24 * 60).default(120),
  orders: whole.max(3_600).default(200),
  devices: whole.max(MOST_DEVICES).default(3),
  layout: z.enum(LAYOUTS).default('rooms'),
  scenario: z.enum(['all', ...SCENARIOS]).optional(),
  repeat: whole.max(100).default(1),
  out: z
    .string()
    .transform((path) => resolve(path))
    .prefault('test-output/rush'),
  help: z.boolean().default(false),
})

export type Options = z.infer<typeof schema>

/** Reads the command line. Throws an Error with every fault and the usage. */
export function readOptions(args: readonly string[]): Options {
  const names = Object.keys(schema.shape)
  const options = Object.fromEntries(
    names.map((name) => [name, { type: name === 'help' ? ('boolean' as const) : ('string' as const) }]),
  )
  try {
    return schema.parse(parseArgs({ args: [...args], options }).values)
  } catch (error) {
    const fault = error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : ''
    throw new Error(`${fault}\n\n${USAGE}`, { cause: error })
  }
}
