import { describe, expect, it } from 'vitest'
import { type Answer, type Decision, toRequest } from '../../../desktop/core/answers/answer.ts'
import { createAnswers, MOST_WAITING } from '../../../desktop/core/answers/answers.ts'
import type { RestReply } from '../../../desktop/core/ports.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { reminderFrame } from './support/frames.ts'
import { createMemoryDisk } from './support/memory-disk.ts'
import { ACCEPTED, createScriptedRequester, problem } from './support/scripted-requester.ts'
import { mortalClock, recordingLog, seededRandom } from './support/small-ports.ts'

type Rig = ReturnType<typeof world>

function world(text: string | null = null) {
  return { clock: createManualClock(), disk: createMemoryDisk(text), requester: createScriptedRequester() }
}

function boot({ clock, disk, requester }: Rig, seed = 1) {
  const { file, crash } = disk.open()
  const own = mortalClock(clock)
  const decisions: Decision[] = []
  const answers = createAnswers({
    file,
    clock: own,
    random: seededRandom(seed),
    log: recordingLog(),
    requester,
    undoMs: 0,
    group: () => '',
    decided: (decision) => decisions.push(decision),
    changed() {},
  })
  return {
    answers,
    decisions,
    crash() {
      crash()
      own.kill()
    },
  }
}

async function rig(text: string | null = null) {
  const parts = world(text)
  const booted = boot(parts)
  await booted.answers.load()
  return { ...parts, ...booted }
}

const CONFIRM: Answer = { move: 'confirm', orderId: 42 }
const OFFLINE = new Error('ECONNREFUSED')
const NEW = reminderFrame({ seq: 1, id: 'new', orderId: 42 })
const URGE = reminderFrame({ seq: 2, id: 'urge', orderId: 42, type: 2 })
const CANCEL = reminderFrame({ seq: 3, id: 'cancel', orderId: 42, type: 3 })
const OTHER = reminderFrame({ seq: 4, id: 'other', orderId: 7 })
const OPEN = [NEW, URGE, CANCEL, OTHER]

describe('an answer', () => {
  it.each<[Answer, string, unknown]>([
    [CONFIRM, '/v1/orders/42/confirm', undefined],
    [{ move: 'reject', orderId: 42, reason: '卖完了' }, '/v1/orders/42/reject', { reason: '卖完了' }],
    [{ move: 'dispatch', orderId: 42 }, '/v1/orders/42/dispatch', undefined],
    [{ move: 'complete', orderId: 42 }, '/v1/orders/42/complete', undefined],
    [{ move: 'cancel', orderId: 42, reason: '停电' }, '/v1/orders/42/cancel', { reason: '停电' }],
    [{ move: 'acknowledge', reminderId: 'a/b?' }, '/v1/reminders/a%2Fb%3F/acknowledge', undefined],
  ])('%j is one POST with an idempotency key', async (answer, path, body) => {
    const { answers, requester, clock } = await rig()
    const decision = answers.give(answer, [])
    await clock.advanceAsync(0)
    expect(await decision).toEqual({ answer, accepted: true })
    expect(requester.requests).toEqual([
      {
        method: 'POST',
        path,
        headers: { 'Idempotency-Key': expect.stringMatching(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/) },
        ...(body !== undefined && { body }),
      },
    ])
  })

  it('is on disk before it is on the way', async () => {
    const { answers, requester, clock, disk } = await rig()
    requester.answer('never')
    disk.hold()
    void answers.give(CONFIRM, OPEN)
    await clock.advanceAsync(1_000)
    expect(requester.requests).toEqual([])
    disk.release()
    await clock.advanceAsync(0)
    expect(requester.requests).toHaveLength(1)
    expect(disk.json()).toMatchObject({ answers: [{ answer: CONFIRM }] })
  })

  it.each(['hangs', 'fails'])('a disk that %s does not keep it from the server', async (how) => {
    const { answers, requester, clock, disk } = await rig()
    if (how === 'hangs') disk.hold()
    else disk.fail({ write: 'EIO' })
    const decision = answers.give(CONFIRM, OPEN)
    await clock.advanceAsync(2_000)
    expect([(await decision).accepted, requester.requests.length]).toEqual([true, 1])
  })

  it('leaves nothing on disk when it is decided', async () => {
    const { answers, clock, disk } = await rig()
    await answers.give(CONFIRM, OPEN)
    await clock.advanceAsync(0)
    expect([disk.json(), clock.pending()]).toEqual([{ v: 1, answers: [] }, 0])
  })

  it('given twice while it waits is one answer', async () => {
    const { answers, requester, clock } = await rig()
    requester.answer('never')
    const both = Promise.all([answers.give(CONFIRM, OPEN), answers.give({ ...CONFIRM }, OPEN)])
    await clock.advanceAsync(0)
    requester.settle(ACCEPTED)
    expect(await both).toEqual([
      { answer: CONFIRM, accepted: true },
      { answer: CONFIRM, accepted: true },
    ])
    expect(requester.requests).toHaveLength(1)
  })

  it('that makes no sense is refused here', async () => {
    const { answers, requester } = await rig()
    const blank = await answers.give({ move: 'reject', orderId: 42, reason: '  ' }, OPEN)
    expect(blank).toMatchObject({ accepted: false, code: 'body_invalid' })
    expect([requester.requests, answers.waiting()]).toEqual([[], []])
  })

  it('beyond all measure is refused: the outbox never grows without bound', async () => {
    const { answers, requester } = await rig()
    requester.answer('never')
    for (let orderId = 1; orderId <= MOST_WAITING; orderId++) void answers.give({ move: 'confirm', orderId }, [])
    const decision = await answers.give({ move: 'confirm', orderId: MOST_WAITING + 1 }, [])
    expect(decision).toMatchObject({ accepted: false, code: 'outbox_full' })
  })
})

describe('the server decides', () => {
  it.each<[string, RestReply, string]>([
    ['409', problem('order_move_illegal', { detail: 'too late' }), 'order_move_illegal'],
    ['404', problem('order_unknown'), 'order_unknown'],
    ['403', problem('forbidden'), 'forbidden'],
    ['401', problem('unauthenticated'), 'unauthenticated'],
    ['a 4xx in words of its own', { status: 418, body: 'I am a teapot' }, 'http_418'],
    ['a 4xx without a word', { status: 400, body: undefined }, 'http_400'],
  ])('%s: refused, with the problem’s code, for the human to see', async (_, reply, code) => {
    const { answers, requester, decisions } = await rig()
    requester.answer(reply)
    const decision = await answers.give(CONFIRM, OPEN)
    expect(decision).toMatchObject({ answer: CONFIRM, accepted: false, code })
    expect(decisions).toEqual([decision])
    expect([answers.waiting(), answers.silences(NEW)]).toEqual([[], false])
  })

  it.each<[string, RestReply | Error | 'never']>([
    ['no network', OFFLINE],
    ['no reply', 'never'],
    ['500', problem('internal')],
    ['503', problem('storage_unavailable')],
    ['429', { status: 429, body: undefined }],
    ['408', { status: 408, body: undefined }],
    ['a captive portal’s page', { status: 200, body: undefined }],
    ['a redirect', { status: 302, body: undefined }],
  ])('%s: not decided; tried again with the same key until it is', async (_, reply) => {
    const { answers, requester, clock } = await rig()
    requester.answer(reply)
    const decision = answers.give(CONFIRM, OPEN)
    await clock.advanceAsync(300_000)
    expect(requester.requests.length).toBeGreaterThan(3)
    expect(answers.silences(NEW)).toBe(true)
    requester.answer(ACCEPTED)
    await clock.advanceAsync(75_000)
    expect((await decision).accepted).toBe(true)
    expect(new Set(requester.requests.map((r) => r.headers['Idempotency-Key'])).size).toBe(1)
  })

  it('204 without a body is a yes', async () => {
    const { answers, requester } = await rig()
    requester.answer({ status: 204, body: undefined })
    expect((await answers.give(CONFIRM, OPEN)).accepted).toBe(true)
  })

  it.each([
    ['Retry-After', { status: 503, body: undefined, retryAfterMs: 30_000 }],
    ['retryMs', problem('rate_limited', { retryMs: 30_000 })],
  ])('waits as long as the server asks (%s), also when the link comes back', async (_, reply) => {
    const { answers, requester, clock } = await rig()
    requester.answer(reply)
    void answers.give(CONFIRM, OPEN)
    await clock.advanceAsync(15_000)
    answers.retryNow()
    await clock.advanceAsync(14_999)
    expect(requester.requests).toHaveLength(1)
    await clock.advanceAsync(2_001)
    expect(requester.requests).toHaveLength(2)
  })

  it('tries at once when the link comes back', async () => {
    const { answers, requester, clock } = await rig()
    requester.answer(OFFLINE)
    const decision = answers.give(CONFIRM, OPEN)
    await clock.advanceAsync(600_000)
    requester.answer(ACCEPTED)
    answers.retryNow()
    await clock.advanceAsync(0)
    expect((await decision).accepted).toBe(true)
  })

  it('answers to one order go one after another, those to others do not wait for them', async () => {
    const { answers, requester, clock } = await rig()
    requester.answer(OFFLINE)
    void answers.give(CONFIRM, OPEN)
    void answers.give({ move: 'dispatch', orderId: 42 }, [])
    await clock.advanceAsync(0)
    requester.answer(ACCEPTED)
    await answers.give({ move: 'confirm', orderId: 7 }, [OTHER])
    expect(requester.requests.map((r) => r.path)).toEqual(['/v1/orders/42/confirm', '/v1/orders/7/confirm'])
    answers.retryNow()
    await clock.advanceAsync(0)
    expect(requester.requests.slice(2).map((r) => r.path)).toEqual(['/v1/orders/42/confirm', '/v1/orders/42/dispatch'])
  })
})

describe('an answer survives', () => {
  it('I11: a crash before the decision: sent again after the restart, with the same key, and silent meanwhile', async () => {
    const parts = world()
    parts.requester.answer('never')
    const first = boot(parts)
    await first.answers.load()
    void first.answers.give(CONFIRM, OPEN)
    await parts.clock.advanceAsync(0)
    first.crash()
    parts.requester.answer(OFFLINE)
    const second = boot(parts, 2)
    await second.answers.load()
    await parts.clock.advanceAsync(0)
    expect([second.answers.silences(NEW), second.answers.silences(OTHER)]).toEqual([true, false])
    parts.requester.answer(ACCEPTED)
    second.answers.retryNow()
    await parts.clock.advanceAsync(0)
    expect(second.decisions).toEqual([{ answer: CONFIRM, accepted: true }])
    expect(new Set(parts.requester.requests.map((r) => r.headers['Idempotency-Key'])).size).toBe(1)
  })

  it('a corrupt file is put aside, and new answers go through', async () => {
    const { answers, disk } = await rig('{"v":1,"answers":7}')
    expect(disk.quarantined).toHaveLength(1)
    expect((await answers.give(CONFIRM, OPEN)).accepted).toBe(true)
  })

  it('an answer that only a newer client understands stays in the file for it', async () => {
    const unknown = { key: 'k9', answer: { move: 'merge', orderId: 3, into: 4 }, at: 1, silences: [] }
    const known = { key: 'k1', answer: CONFIRM, at: 1, silences: [] }
    const { answers, requester, disk, clock } = await rig(JSON.stringify({ v: 1, answers: [unknown, known] }))
    await clock.advanceAsync(0)
    expect([requester.requests.length, answers.waiting().length, disk.quarantined]).toEqual([1, 0, []])
    expect(disk.json()).toEqual({ v: 1, answers: [unknown] })
  })

  it('close: nothing more is sent, and no timer stays', async () => {
    const { answers, requester, clock } = await rig()
    requester.answer(OFFLINE)
    void answers.give(CONFIRM, OPEN)
    await clock.advanceAsync(0)
    answers.close()
    await clock.advanceAsync(600_000)
    expect([requester.requests.length, clock.pending()]).toEqual([1, 0])
  })
})

describe('an answer silences', () => {
  it('what it answers: an order’s new order and urges by moving it, a cancellation by 知道了 alone', async () => {
    const { answers, requester } = await rig()
    requester.answer('never')
    void answers.give(CONFIRM, OPEN)
    expect(OPEN.filter(answers.silences).map((r) => r.id)).toEqual(['new', 'urge'])
    void answers.give({ move: 'acknowledge', reminderId: 'cancel' }, OPEN)
    expect(OPEN.filter(answers.silences).map((r) => r.id)).toEqual(['new', 'urge', 'cancel'])
  })

  it('while it cannot be delivered, repetitions too, but not the loudest', async () => {
    const { answers, requester } = await rig()
    requester.answer(OFFLINE)
    void answers.give(CONFIRM, OPEN)
    expect(answers.silences({ ...NEW, n: 2, level: 2 })).toBe(true)
    expect(answers.silences({ ...NEW, n: 5, level: 3 })).toBe(false)
  })

  it('after the server’s yes until the log closes it; repeated after that it is open again', async () => {
    const { answers } = await rig()
    await answers.give(CONFIRM, OPEN)
    expect([answers.silences(NEW), answers.silences({ ...NEW, n: 2 })]).toEqual([true, false])
    answers.prune(() => false)
    expect(answers.silences(NEW)).toBe(false)
  })
})

it('an answer tells the group of the device that gives it', () => {
  const { path } = toRequest({ move: 'confirm', orderId: 42 }, 'k', '后厨&1')
  expect(path).toBe('/v1/orders/42/confirm?group=%E5%90%8E%E5%8E%A8%261')
})
