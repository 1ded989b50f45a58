import type pg from 'pg'
import { expect, it } from 'vitest'
import { SESSION_SETTINGS } from '../../server/db/postgres/connect.ts'
import { atEnd } from '../support/at-end.ts'
import { isReminder } from '../support/frames.ts'
import { createManualClock } from '../support/manual-clock.ts'
import { pass } from '../support/pass-time.ts'
import { startCluster, withClient } from '../support/postgres-cluster.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { until } from '../support/until.ts'

/** Tables with a row or more for each order, and those in which such rows are looked for at every payment. */
const GROWING = [
  'orders',
  'payments',
  'reminders',
  'reminder_log',
  'receipts',
  'feed',
  'refunds',
  'effects',
  'idempotency',
  'devices',
]

/**
 * Indexes that a plan may read from one end to the other: of what is open or unpaid alone, which is little when PostgreSQL
 * knows of nothing, and those of which a statement reads the end, or some rows in their order.
 */
const SHORT = ['reminders_open', 'reminders_due', 'orders_unpaid', 'feed_pkey', 'idempotency_pkey']

/**
 * The statement that reads what is open, planned on tables of which PostgreSQL knows that they are empty as well. Others get
 * such a plan there, too, until the first ANALYZE of a table with rows, which makes them anew.
 */
const OF_EVERY_HELLO = 's.head_seq, r.*'

/** One node of a plan, as EXPLAIN (FORMAT JSON) writes it. */
interface PlanNode {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Index Cond'?: string
  'Recheck Cond'?: string
  'Join Filter'?: string
  Plans?: PlanNode[]
}

interface Planned {
  text: string
  plan: PlanNode
}

it('plans that are made while every table is empty lead to rows by their keys', async () => {
  const cluster = await startCluster({
    shared_preload_libraries: 'auto_explain',
    'auto_explain.log_min_duration': '0',
    'auto_explain.log_format': 'json',
    log_line_prefix: '-',
  })
  atEnd(cluster.remove)
  const at = (database: string) => ({ env: { DATABASE_URL: cluster.urlOf(database) }, clock: createManualClock() })
  for (const database of ['used', 'unused']) {
    await withClient(cluster.urlOf('postgres'), (client) => client.query(`CREATE DATABASE ${database}`))
  }
  const unused = await startTestServer(at('unused'))
  await unused.stop()

  // Its tables are made before what is looked at.
  const settings = at('used')
  const first = await startTestServer(settings)
  await first.stop()
  const before = cluster.log().length
  await work(await first.restart(), settings.clock)
  const seen = readPlans(cluster.log().slice(before))
  expect(
    seen.some(({ text }) => text.includes('AS wanted')),
    'a log was read',
  ).toBe(true)

  const planned = await withClient(cluster.urlOf('unused'), async (client) => {
    // What PostgreSQL does by itself a minute later: it writes down that there is nothing.
    await client.query('ANALYZE')
    await client.query(SESSION_SETTINGS.join(';'))
    const texts = [...new Set(seen.map(({ text }) => text))].filter((text) => text.includes(OF_EVERY_HELLO))
    expect(texts.length).toBeGreaterThan(0)
    const plans: Planned[] = []
    for (const text of texts) plans.push({ text, plan: await planOf(client, text) })
    return plans
  })
  const faults = [...seen, ...planned].flatMap(({ text, plan }) =>
    walksThrough(plan).map((table) => `${table}: ${oneLine(text)}`),
  )
  expect([...new Set(faults)]).toEqual([])
})

/** Plans a statement as the server's connections do, once for all values. */
async function planOf(client: pg.Client, text: string): Promise<PlanNode> {
  await client.query(`PREPARE planned AS ${text}`)
  const { rows } = await client.query<{ parameters: number }>(
    `SELECT CARDINALITY(parameter_types) AS parameters FROM pg_prepared_statements WHERE name = 'planned'`,
  )
  const values = Array.from({ length: rows[0]?.parameters ?? 0 }, () => 'NULL').join(', ')
  const explained = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    `EXPLAIN (FORMAT JSON) EXECUTE planned${values && `(${values})`}`,
  )
  await client.query('DEALLOCATE planned')
  const plan = explained.rows[0]?.['QUERY PLAN'][0].Plan
  if (plan === undefined) throw new Error(`no plan of ${text}`)
  return plan
}

/** Lets a server do what it does all day. */
async function work(server: TestServer, clock: ReturnType<typeof createManualClock>): Promise<void> {
  const { api } = server
  const { token } = await api.pair()
  const before = await server.connect({ token, autoAck: true, announces: true })
  await api.placePaid()
  const last = await before.until(isReminder)
  before.close()
  const order = await api.placePaid()
  const device = await server.connect({ token, cursor: isReminder(last) ? last.cursor : null, autoAck: true })
  await device.synced()
  await pass(server, clock, 40_000)
  await api.call('POST', `/v1/orders/${order.id}/urge`, { as: api.orderingKey })
  await api.move(token, order.id, 'confirm')
  await until('the answer arrives', async () => {
    await pass(server, clock, 100, 100)
    return device.frames.some((frame) => 'op' in frame && frame.op === 'closed')
  })
}

function readPlans(log: string): Planned[] {
  // A plan stands behind its line, each of its lines begun with a tab.
  return [...log.matchAll(/plan:\n((?:\t.*\n)+)/g)].map(([, json = '']) => {
    const { 'Query Text': text, Plan: plan } = JSON.parse(json) as { 'Query Text': string; Plan: PlanNode }
    return { text, plan }
  })
}

/** Lists the growing tables that a plan reads from one end to the other, or of whose rows a join drops the most. */
function walksThrough(node: PlanNode): string[] {
  const below = (node.Plans ?? []).flatMap(walksThrough)
  const inner = 'Join Filter' in node ? node.Plans?.[1] : undefined
  return [
    ...below,
    ...(inner && !isShort(inner) ? growingTable(inner) : []),
    ...(isByKey(node) ? [] : growingTable(node)),
  ]
}

const isShort = (node: PlanNode): boolean => SHORT.includes(node['Index Name'] ?? '')
const isByKey = (node: PlanNode): boolean => 'Index Cond' in node || 'Recheck Cond' in node || isShort(node)

/** The growing table that a node reads by itself. */
function growingTable(node: PlanNode): string[] {
  const table = node['Relation Name']
  return table !== undefined && GROWING.includes(table) && /Scan$/.test(node['Node Type']) ? [table] : []
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').slice(0, 200)
