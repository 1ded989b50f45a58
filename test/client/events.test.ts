import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createClient } from '../../packages/client/src/client.ts'
import type { LaidanEvent } from '../../packages/client/src/event.ts'
import { type Answer, refused, startScriptedServer } from './scripted-server.ts'

/** A page of events with these positions. */
function page(seqs: readonly number[], next: string): Answer {
  const events = seqs.map((seq) => ({
    id: `evt_${seq}`,
    seq,
    storeId: 's1',
    type: 'order.ready',
    at: 1,
    orderId: 1,
    orderNumber: 'A',
    data: {},
  }))
  return { status: 200, body: { events, next, more: false } }
}

const after = (url: string) => new URL(url, 'http://x').searchParams.get('after')

const COUNT = 30

/** A server with that many events, whose cursor is the position of the latest one that was given. */
const served: typeof fetch = async (input) => {
  const { searchParams } = new URL(String(input))
  const from = Number(searchParams.get('after') ?? 0)
  const to = Math.min(COUNT, from + Number(searchParams.get('limit')))
  const events = Array.from({ length: to - from }, (_, place) => ({
    id: `evt_${from + place + 1}`,
    seq: from + place + 1,
  }))
  return new Response(JSON.stringify({ events, next: String(to), more: to < COUNT }))
}

describe('the stream of events', () => {
  it('I17: every event is dealt with in order, whatever the size of an answer and wherever the program dies', async () => {
    const crashes = fc.uniqueArray(fc.integer({ min: 1, max: 3 * COUNT }), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 7 }), crashes, async (limit, crashAt) => {
        const handled: number[] = []
        let kept = ''
        const run = async (): Promise<boolean> => {
          const events = createClient({ url: 'http://x', fetch: served }).events({ after: kept, limit })
          for await (const { seq } of events) {
            handled.push(seq)
            if (crashAt.includes(handled.length)) return false
            kept = events.cursor
            if (seq === COUNT) return true
          }
          return true
        }
        while (!(await run()));
        const news = handled.filter((seq, place) => handled.indexOf(seq) === place)
        expect(news).toEqual(Array.from({ length: COUNT }, (_, place) => place + 1))
      }),
      { numRuns: 60 },
    )
  })

  it('gives one after the other, and asks from where it stands', async () => {
    const server = await startScriptedServer([page([1, 2], 'c2'), page([3], 'c3'), 'hang'])
    const stop = new AbortController()
    const events = createClient({ url: server.url, key: 'k' }).events({
      storeId: 's1',
      limit: 2,
      waitS: 9,
      signal: stop.signal,
    })
    const got: [number, string][] = []
    for await (const { seq } of events) {
      got.push([seq, events.cursor])
      if (seq === 3) stop.abort()
    }
    // Before the last event of an answer is dealt with, the cursor is that of the answer before.
    expect(got).toEqual([
      [1, ''],
      [2, 'c2'],
      [3, 'c3'],
    ])
    expect(server.asked.map(({ url }) => url)).toEqual([
      '/v1/events?limit=2&wait=9&store=s1',
      '/v1/events?limit=2&wait=9&store=s1&after=c2',
    ])
  })

  it('loses nothing to a crash between two events of one answer: the second start gets both again', async () => {
    const server = await startScriptedServer([page([1, 2, 3], 'c3'), page([1, 2, 3], 'c3'), 'hang'])
    const handled: number[] = []
    const run = async (cursor: string | undefined, until: number) => {
      const events = createClient({ url: server.url }).events({ after: cursor })
      let kept = cursor
      for await (const { seq } of events) {
        handled.push(seq)
        if (seq === until) return kept // the crash: the event was handled, its place was not kept
        kept = events.cursor
      }
      return kept
    }
    expect(await run(await run(undefined, 2), 3)).toBe('')
    expect(new Set(handled)).toEqual(new Set([1, 2, 3]))
  })

  it('goes on through cuts, refusals that pass and pages of something in between, and says so', async () => {
    const answers: Answer[] = [
      'cut',
      refused(503, 'storage_unavailable'),
      { status: 200, body: 'sign in' },
      page([1], 'c1'),
      'hang',
    ]
    const server = await startScriptedServer(answers)
    const told: unknown[] = []
    const events = createClient({ url: server.url, attempts: 1 }).events({
      onRetry: (error) => told.push((error as { code: string }).code),
    })
    const first: LaidanEvent | undefined = (await events[Symbol.asyncIterator]().next()).value ?? undefined
    expect(first?.seq).toBe(1)
    expect(told).toEqual(['no_answer', 'storage_unavailable', 'answer_unreadable'])
  })

  it('asks a server that does not wait once a second at most', async () => {
    const server = await startScriptedServer([page([], 'c0'), page([1], 'c1'), 'hang'])
    const began = performance.now()
    await createClient({ url: server.url }).events()[Symbol.asyncIterator]().next()
    expect(performance.now() - began).toBeGreaterThan(900)
    expect(server.asked.map(({ url }) => after(url))).toEqual([null, 'c0'])
  })

  it('throws when its place is gone, with where to go on, and when the key is refused', async () => {
    const gone = await startScriptedServer([refused(410, 'events_gone', { next: 'c900' })])
    const reading = createClient({ url: gone.url }).events({ after: 'c1' })[Symbol.asyncIterator]().next()
    await expect(reading).rejects.toMatchObject({ code: 'events_gone', status: 410, problem: { next: 'c900' } })
    const locked = await startScriptedServer([refused(401, 'unauthenticated')])
    const refusal = createClient({ url: locked.url }).events()[Symbol.asyncIterator]().next()
    await expect(refusal).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('ends without an error when it is aborted while it waits', async () => {
    const server = await startScriptedServer(['hang'])
    const stop = new AbortController()
    const next = createClient({ url: server.url }).events({ signal: stop.signal })[Symbol.asyncIterator]().next()
    await expect.poll(() => server.asked.length).toBe(1)
    stop.abort()
    expect(await next).toEqual({ done: true, value: undefined })
  })
})
