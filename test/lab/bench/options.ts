import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import * as z from 'zod'

export const USAGE = `npm run bench -- [options]
  --only w1,w4            workloads: w1 steady, w2 connections, w3 storm, w4 hot store, w5 catch-up, w6 long run,
                          w7 payments during a backup, w8 payments during guesses at pairing codes, w9 payments beside
                          pruning, console pages and devices' reports, starts, sound; path, each rate with laidan alone;
                          nodes, a long run of two nodes with devices that come and go
                          (default: all but path, which is \`npm run bench:path\`, and nodes)
  --contenders laidan,http  beside laidan: laidan-pg, laidan-pg-2; floors express, http; peers origin, transaction, redis, nats, mosquitto
                          (default: laidan and the floors)
  --peers                 the peers as well; one that is not installed is named as absent
  --rates 200,1000        w1, w6: paid orders a second, rising until p99 > 100 ms or something is lost; path: all of them;
                          w7, w8, w9: the lowest
  --seconds 20            measured, after
  --warmup 8              seconds that count for nothing
  --repeat 3              each workload so many times, its contenders in turn (A B A B …); tables hold medians and ranges
  --quiet                 refuse to report, and end with 1, when other programs took more than 10 % of the machine
  --announced             devices report how each announcement went, as real ones do (w1, w3, w4, w6, path)
  --stores 1000           w1, w6, w7, w8, path: each with one connected device; w9: the orders' stores
  --idle 10000            w2: devices
  --storm 5000            w3: devices
  --events 2000           w5: what the device missed
  --orders 100000         w6: orders of the last 90 days; w7: orders in the database that is copied; w9: orders of the
                          last 90 days whose log is pruned, at least
  --guesses 1000          w8: guesses a second, and requests of the controls, from as many addresses
  --rounds 3              w8: times that quiet, controls and guesses take turns, --seconds each
  --connections kept      w8: whether each address keeps its connection, or makes a new one for each request: new
  --starts 10             starts: kills and starts
  --pages 1000            w9: console pages that load during each measured stretch
  --devices 300           w9: devices of one store that report each announcement
  --minutes 10            nodes: how long payments go on
  --roam 20               nodes: seconds that a device stays on average before it leaves and connects to another node
  --lose-every 0          nodes: seconds between two kills of a node, which comes back at once; 0: none is killed
  --beside pruning,pages  w9: beside these alone: pruning, pages, reports (default: all)
  --database FOLDER       w6: use the long-run database there; made if missing, kept afterwards
  --dir FOLDER            where databases are made (default: the temporary folder); its disk is what is measured
  --env NAME=VALUE        a setting for our server, on top of its own; may be given several times
  --profile FOLDER        profile laidan and the floors and write .cpuprofile files there; slows them down by a tenth
  --out FOLDER            where the results go as JSON (default: test-output/bench)
  --help                  this text`

const WORKLOADS = ['w1', 'w2', 'w3', 'w4', 'w5', 'w6', 'w7', 'w8', 'w9', 'starts', 'sound', 'nodes', 'path'] as const
export type WorkloadId = (typeof WORKLOADS)[number]
const BESIDE = ['pruning', 'pages', 'reports'] as const

const whole = z.coerce.number().int().min(1)
const words = z.string().transform((text) => text.split(',').filter((word) => word !== ''))
const flag = z.boolean().default(false)
const folder = z.string().transform((path) => resolve(path))
const schema = z.object({
  only: words.pipe(z.array(z.enum(WORKLOADS))).default(WORKLOADS.filter((id) => id !== 'path' && id !== 'nodes')),
  contenders: words.optional(),
  peers: flag,
  rates: words
    .transform((list) => list.map(Number))
    .pipe(z.array(z.int().min(1)))
    .default([50, 200, 500, 1_000, 2_000, 4_000, 6_000, 8_000, 12_000, 16_000]),
  seconds: whole.default(20),
  warmup: z.coerce.number().int().min(0).default(8),
  repeat: whole.max(100).default(1),
  quiet: flag,
  announced: flag,
  stores: whole.default(1_000),
  idle: whole.default(10_000),
  storm: whole.default(5_000),
  events: whole.max(2_000).default(2_000),
  orders: whole.default(100_000),
  guesses: whole.max(10_000).default(1_000),
  starts: whole.max(1_000).default(10),
  rounds: whole.max(10).default(3),
  connections: z.enum(['kept', 'new']).default('kept'),
  minutes: z.coerce.number().positive().max(1_440).default(10),
  roam: whole.default(20),
  'lose-every': z.coerce.number().int().min(0).default(0),
  pages: whole.max(100_000).default(1_000),
  devices: whole.max(5_000).default(300),
  beside: words.pipe(z.array(z.enum(BESIDE)).min(1)).default([...BESIDE]),
  database: folder.optional(),
  dir: folder.prefault(tmpdir()),
  env: z
    .array(z.string().regex(/^\w+=/, 'must be NAME=VALUE'))
    .default([])
    .transform((pairs): Record<string, string> => Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s)))),
  profile: folder.optional(),
  out: folder.prefault('test-output/bench'),
  help: flag,
})

export type Options = z.infer<typeof schema>

/** Reads the command line. Throws an Error with every fault and the usage. */
export function readOptions(args: readonly string[]): Options {
  const names = Object.keys(schema.shape)
  const options = Object.fromEntries(
    names.map((name) => [name, { type: FLAGS.has(name) ? 'boolean' : 'string' } as const]),
  )
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { ...options, env: { type: 'string', multiple: true } },
    })
    return schema.parse(values)
  } catch (error) {
    const fault = error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : ''
    throw new Error(`${fault}\n\n${USAGE}`, { cause: error })
  }
}

const FLAGS: ReadonlySet<string> = new Set(['peers', 'quiet', 'announced', 'help'])
