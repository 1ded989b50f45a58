import { expect, it } from 'vitest'
import type { Sql } from '../../server/db/database.ts'
import { hostClock } from '../../shared/clock.ts'
import { startTcpProxy, type TcpProxy } from '../lab/rig/net/tcp-proxy.ts'
import { withClient } from '../support/postgres-cluster.ts'
import { createSeededRandom } from '../support/seeded-random.ts'
import { tempDir } from '../support/temp-dir.ts'
import { databaseEnv } from '../support/test-database.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { until } from '../support/until.ts'

interface Stretch {
  server: TestServer
  proxy: TcpProxy
  /** Of the database, past the proxy. */
  url: string
  /** From the next COMMIT of a moved order on nothing goes through in that direction; resolves when it is asked for. */
  cutAtCommit(way: 'cut_up' | 'cut_down'): Promise<void>
}

/** Starts a server whose way to its database can be cut exactly while a COMMIT is under way. */
async function startBehindProxy(): Promise<Stretch> {
  const dataDir = tempDir()
  const { DATABASE_URL: url = '' } = await databaseEnv(dataDir)
  const proxy = await startTcpProxy({ clock: hostClock(globalThis), random: createSeededRandom(1) })
  proxy.leadTo(`http://${new URL(url).host}`)
  let atCommit: (() => void) | undefined
  // Once for each writer: the server's own jobs commit as well, and theirs is not the one.
  const sql = (inner: Sql): Sql => {
    let movesOrder = false
    const see = (text: string) => {
      if (text === 'BEGIN') movesOrder = false
      if (text.startsWith('UPDATE orders')) movesOrder = true
      if (text === 'COMMIT' && movesOrder) atCommit?.()
    }
    const seen = (text: string) => {
      see(text)
      return inner
    }
    return {
      run: (text, values) => seen(text).run(text, values),
      get: (text, values) => seen(text).get(text, values),
      all: (text, values) => seen(text).all(text, values),
    }
  }
  const through = Object.assign(new URL(url), { host: new URL(proxy.url).host }).href
  const server = await startTestServer({ dataDir, env: { DATABASE_URL: through }, instrument: { sql } })
  return {
    ...{ server, proxy, url },
    cutAtCommit: (way) =>
      new Promise((resolve) => {
        atCommit = () => {
          atCommit = undefined
          proxy.weather(way)
          resolve()
        }
      }),
  }
}

/** Ends every connection, and lets new ones through. */
function mend(proxy: TcpProxy): void {
  proxy.reset()
  proxy.weather('clear')
}

async function count(url: string, text: string): Promise<number> {
  return await withClient(url, async (client) => Number(((await client.query(text)).rows[0] as { n: string }).n))
}

const WAYS = [
  { way: 'cut_down', title: 'the answer to a COMMIT is lost', committed: 1 },
  { way: 'cut_up', title: 'a COMMIT does not arrive', committed: 0 },
] as const

it.each(WAYS)(
  '$title: the payment is answered 503, and its retry records it once (I1, I4)',
  async ({ way, committed }) => {
    const { server, proxy, url, cutAtCommit } = await startBehindProxy()
    const { api } = server
    const { number: orderNumber, amountMinor, currency } = await api.place()
    const notice = { orderNumber, amountMinor, currency, transactionId: 'tx_1' }
    const cut = cutAtCommit(way)
    const first = api.notify(notice)
    await cut
    const payments = () => count(url, 'SELECT count(*) AS n FROM payments')
    if (committed === 1) await until('the payment is committed', async () => (await payments()) === 1)
    mend(proxy)
    expect((await first).status).toBe(503)
    expect(await payments()).toBe(committed)
    await until('the retry is taken', async () => (await api.notify(notice)).status === 204)
    expect(await count(url, `SELECT count(*) AS n FROM payments WHERE state = 'applied'`)).toBe(1)
    expect(await count(url, 'SELECT count(*) AS n FROM reminder_log')).toBe(1)
  },
)

it.each(WAYS)(
  '$title: a device is answered 503, and asks again with its key: one answer, one effect (I9, I11)',
  async ({ way, committed }) => {
    const { server, proxy, url, cutAtCommit } = await startBehindProxy()
    const { api } = server
    const { token } = await api.pair()
    const { id } = await api.placePaid()
    const confirm = () =>
      api.call('POST', `/v1/orders/${id}/confirm`, { as: token, headers: { 'idempotency-key': 'key-1' }, body: {} })
    const cut = cutAtCommit(way)
    const first = confirm()
    await cut
    const closes = () => count(url, `SELECT count(*) AS n FROM reminder_log WHERE what = 'close'`)
    if (committed === 1) await until('the move is committed', async () => (await closes()) === 1)
    mend(proxy)
    expect((await first).status).toBe(503)
    expect(await closes()).toBe(committed)
    const second = await until('the retry is answered', async () => {
      const reply = await confirm()
      return reply.status === 503 ? undefined : reply
    })
    expect(second).toMatchObject({ status: 200, body: { id, status: 3 } })
    expect((await confirm()).body).toEqual(second.body)
    expect(await closes()).toBe(1)
  },
)
