import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import * as z from 'zod'

export const USAGE = `npm run bench:screen -- [options]
  --orders 300            orders that are open
  --idle 20               seconds for which each idle screen is watched
  --answers 4             answers that are traced, of each kind
  --traffic 120           orders that pass while memory is watched: an hour of a busy shop, compressed
  --hour                  the same traffic in an hour of real time
  --out FOLDER            where the results go as JSON (default: test-output/screen)
  --help                  this text`

const whole = z.coerce.number().int().min(1)
const schema = z.object({
  orders: whole.max(1_000).default(300),
  idle: whole.max(600).default(20),
  answers: whole.max(50).default(4),
  traffic: whole.max(5_000).default(120),
  hour: z.boolean().default(false),
  out: z
    .string()
    .transform((path) => resolve(path))
    .prefault('test-output/screen'),
  help: z.boolean().default(false),
})

export type Options = z.infer<typeof schema>

/** Reads the command line. Throws an Error with every fault and the usage. */
export function readOptions(args: readonly string[]): Options {
  const options = Object.fromEntries(
    Object.keys(schema.shape).map((name) => [
      name,
      { type: name === 'help' || name === 'hour' ? ('boolean' as const) : ('string' as const) },
    ]),
  )
  try {
    return schema.parse(parseArgs({ args: [...args], options }).values)
  } catch (error) {
    const fault = error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : ''
    throw new Error(`${fault}\n\n${USAGE}`, { cause: error })
  }
}
