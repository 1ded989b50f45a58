import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import * as z from 'zod'

export const USAGE = `npm run bench -- [options]
  --only w1,w4            workloads: w1 steady, w2 connections, w3 storm, w4 hot store, w5 catch-up, w6 long run,
                          w7 payments during a backup, w8 payments during guesses at pairing codes, starts,
                          sound
  --contenders laidan,http  beside laidan: floors express, http; peers origin, transaction, redis, nats (default: all)
  --rates 200,1000        w1, w6: paid orders a second, rising until p99 > 100 ms or something is lost; w7, w8: the lowest
  --seconds 20            measured, after
  --warmup 8              seconds that count for nothing
  --stores 1000           w1, w6, w7, w8: each with one connected device
  --idle 10000            w2: devices
  --storm 5000            w3: devices
  --events 2000           w5: what the device missed
  --orders 100000         w6: orders of the last 90 days; w7: orders in the database that is copied
  --guesses 1000          w8: guesses a second, and requests of the controls, from as many addresses
  --rounds 3              w8: times that quiet, controls and guesses take turns, --seconds each
  --connections kept      w8: whether each address keeps its connection, or makes a new one for each request: new
  --starts 10             starts: kills and starts
  --database FOLDER       w6: use the long-run database there; made if missing, kept afterwards
  --dir FOLDER            where databases are made (default: the temporary folder); its disk is what is measured
  --env NAME=VALUE        a setting for our server, on top of its own; may be given several times
  --profile FOLDER        profile laidan and the floors and write .cpuprofile files there; slows them down by a tenth
  --out FOLDER            where the results go as JSON (default: test-output/bench)`

const WORKLOADS = ['w1', 'w2', 'w3', 'w4', 'w5', 'w6', 'w7', 'w8', 'starts', 'sound'] as const
export type WorkloadId = (typeof WORKLOADS)[number]

const whole = z.coerce.number().int().min(1)
const words = z.string().transform((text) => text.split(',').filter((word) => word !== ''))
const folder = z.string().transform((path) => resolve(path))
const schema = z.object({
  only: words.pipe(z.array(z.enum(WORKLOADS))).default([...WORKLOADS]),
  contenders: words.optional(),
  rates: words
    .transform((list) => list.map(Number))
    .pipe(z.array(z.int().min(1)))
    .default([50, 200, 500, 1_000, 2_000, 4_000, 6_000, 8_000, 12_000, 16_000]),
  seconds: whole.default(20),
  warmup: z.coerce.number().int().min(0).default(8),
  stores: whole.default(1_000),
  idle: whole.default(10_000),
  storm: whole.default(5_000),
  events: whole.max(2_000).default(2_000),
  orders: whole.default(100_000),
  guesses: whole.max(10_000).default(1_000),
  starts: whole.max(1_000).default(10),
  rounds: whole.max(5).default(3),
  connections: z.enum(['kept', 'new']).default('kept'),
  database: folder.optional(),
  dir: folder.prefault(tmpdir()),
  env: z
    .array(z.string().regex(/^\w+=/, 'must be NAME=VALUE'))
    .default([])
    .transform((pairs): Record<string, string> => Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s)))),
  profile: folder.optional(),
  out: folder.prefault('test-output/bench'),
  help: z.boolean().default(false),
})

export type Options = z.infer<typeof schema>

/** Reads the command line. Throws an Error with every fault and the usage. */
export function readOptions(): Options {
  const { help: _, env: __, ...valued } = schema.shape
  const options = Object.fromEntries(Object.keys(valued).map((name) => [name, { type: 'string' } as const]))
  const { values } = parseArgs({
    options: { ...options, env: { type: 'string', multiple: true }, help: { type: 'boolean' } },
  })
  const result = schema.safeParse(values)
  if (result.success) return result.data
  throw new Error(`${z.prettifyError(result.error)}\n\n${USAGE}`)
}
