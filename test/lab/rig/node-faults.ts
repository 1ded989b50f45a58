import { type Cluster, withClient } from '../../support/postgres-cluster.ts'
import type { SeededRandom } from '../../support/seeded-random.ts'
import { inTime } from '../../support/until.ts'
import { call } from './caller.ts'
import type { NodeMember, Nodes } from './nodes.ts'

export type NodeFault = keyof typeof FAULTS

/** What the faults are done to. */
export interface Field {
  nodes: Nodes
  cluster: Cluster
  databaseUrl: string
  random: SeededRandom
  /** Resolves when so many more customers have been served. */
  progress(customers: number): Promise<void>
}

/** Longest part of a short cut, milliseconds: less than a server takes to believe that its database is away. */
const UNNOTICED_MS = 3_000
/** Within so many milliseconds a server says that its database is away. */
const NOTICED_MS = 100_000

/** Ends every connection to the database but its own, as an administrator does. */
const TERMINATE =
  'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()'

/** What is done to servers and their database; when each resolves, it is mended. */
export const FAULTS = {
  /** kill -9 of a node. */
  node: ({ nodes, random }: Field) => nodes.replace(random.pick(nodes.members)),
  /** `pg_ctl -m immediate stop`, and a start: the database loses its power. */
  database: async ({ cluster }: Field) => cluster.restart('immediate'),
  /** Terminated backends, twice in a row: the second finds what is being opened anew. */
  async backends({ databaseUrl, progress }: Field) {
    await withClient(databaseUrl, (client) => client.query(TERMINATE))
    await progress(1)
    await withClient(databaseUrl, (client) => client.query(TERMINATE))
  },
  /** A node whose database does not answer, for less long than it waits: everything arrives late. */
  async late(field: Field) {
    await cutOff(field, () => false)
  },
  /** A node whose database does not answer until it says that it is away. */
  async away(field: Field) {
    await cutOff(field, async ({ url }) => (await call(url, '/readyz', { method: 'GET' })).status === 503, NOTICED_MS)
  },
}

export const NODE_FAULTS = Object.keys(FAULTS) as NodeFault[]

/** Nothing goes through between a node and its database, and nobody is told, until `over`, or for `mostMs`. */
async function cutOff(
  { nodes, random }: Field,
  over: (node: NodeMember) => boolean | Promise<boolean>,
  mostMs = UNNOTICED_MS,
): Promise<void> {
  const node = random.pick(nodes.members)
  node.proxy.weather('cut')
  try {
    const seen = await inTime(mostMs, () => over(node))
    if (!seen && mostMs === NOTICED_MS) throw new Error('a node never said that its database is away')
  } finally {
    node.proxy.weather('clear')
  }
}
