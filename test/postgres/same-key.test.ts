import { expect, it } from 'vitest'
import { tempDir } from '../support/temp-dir.ts'
import type { Reply } from '../support/test-api.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

const TIMES = 10

/** What is asked with a key; `by` names who may. */
const MOVES: readonly { move: string; by: 'device' | 'customer'; body: object }[] = [
  { move: 'confirm', by: 'device', body: {} },
  { move: 'reject', by: 'device', body: { reason: '卖完了' } },
  { move: 'cancel', by: 'customer', body: { reason: '不要了' } },
  { move: 'urge', by: 'customer', body: {} },
]

/** The status and the body, but for what is about the request. */
function answer({ status, body }: Reply): unknown {
  return { status, body: { ...(body as object), requestId: undefined } }
}

it.each(MOVES)(
  '$move, asked of two servers at once with the same key, has one answer and one effect (I9, I11)',
  async ({ move, by, body }) => {
    const dataDir = tempDir()
    const nodes: TestServer[] = [await startTestServer({ dataDir }), await startTestServer({ dataDir })]
    const [one] = nodes as [TestServer]
    const { token } = await one.api.pair()
    for (let round = 0; round < TIMES; round++) {
      const { id } = await one.api.placePaid()
      const as = by === 'device' ? token : one.api.orderingKey
      const headers = { 'idempotency-key': `key-${round}` }
      const ask = ({ api }: TestServer) => api.call('POST', `/v1/orders/${id}/${move}`, { as, headers, body })
      const replies = await Promise.all(nodes.map(ask))
      const [first, second] = replies.map(answer)
      expect(first).toMatchObject({ status: 200 })
      expect(second).toEqual(first)
      // Later too, and the other way round.
      for (const node of nodes.toReversed()) expect(answer(await ask(node))).toEqual(first)
      const told = await one.running.ctx.db.read.all<{ what: string; kind: string }>(
        `SELECT log.what, reminders.kind FROM reminder_log AS log JOIN reminders ON reminders.id = log.reminder_id
          WHERE reminders.order_id = ? ORDER BY log.seq`,
        [id],
      )
      expect(told.length, JSON.stringify(told)).toBe(new Set(told.map(({ what, kind }) => `${what} ${kind}`)).size)
    }
  },
)
