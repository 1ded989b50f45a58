import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CLOSE, closeName, retryPolicy } from '../../shared/protocol/close-codes.ts'
import { parseClientFrame, parseServerFrame } from '../../shared/protocol/parse-frame.ts'
import { reminderContent, reminderKind } from '../../shared/reminder.ts'

const hello = {
  op: 'hello',
  v: 1,
  token: 'secret',
  device: { app: 'terminal', version: '0.1.0', platform: 'linux' },
  cursor: null,
}
const outcome = { speech: 'ok', notification: 'focus_assist', dialog: 'ok' }
const clientFrames: object[] = [
  hello,
  { ...hello, v: 2, cursor: 'e1.7.abc' },
  { ...hello, can: [] },
  { ...hello, can: ['unknown_values', 'x-2.y_z', ...Array(30).fill('a'.repeat(40))] },
  { op: 'ack', seq: 0 },
  { op: 'announced', id: 'r1', n: 1, outcome },
  { op: 'announced', id: 'r1', n: 1, outcome: { ...outcome, words: 'counted' } },
  { op: 'announced', id: 'r1', n: 1, outcome: { ...outcome, print: 'printed', words: 'a_later_word' } },
  { op: 'sync' },
]

const order = {
  number: 'A17',
  amountMinor: 3850,
  currency: 'CNY',
  fulfilment: 'delivery',
  items: [{ name: '<b>面</b>', quantity: 1, note: '微辣' }],
  moreItems: 0,
  remark: 'x',
  customer: { name: '王', phone: '138', address: 'y' },
  createdAt: 1,
  paidAt: 2,
  acceptBy: 3,
  urges: 0,
}
const reminder = {
  type: 1,
  orderId: 7,
  content: '订单号：A17',
  id: 'r1',
  seq: 5,
  cursor: 'c5',
  n: 1,
  level: 1,
  at: 3,
  order,
}
const welcome = {
  op: 'welcome',
  v: 1,
  store: { id: 's', name: '店', locale: 'zh-CN', timezone: 'Asia/Shanghai' },
  head: 5,
  resumed: true,
  heartbeatMs: 20_000,
  window: 64,
  spreadMs: 1_000,
  now: 9,
}
const closed = { op: 'closed', id: 'r1', seq: 6, cursor: 'c6', state: 'expired', by: { kind: 'system' }, at: 4 }
const snapshot = {
  op: 'snapshot',
  part: 1,
  last: true,
  seq: 5,
  cursor: 'c5',
  open: [reminder, { ...reminder, type: 3 }],
}
const serverFrames: object[] = [
  reminder,
  { ...reminder, type: 2, level: 3 },
  welcome,
  { ...welcome, resumed: false, reason: 'backlog' },
  snapshot,
  { ...snapshot, open: [] },
  closed,
  { ...closed, state: 'acknowledged', by: { kind: 'device', name: '前台' } },
  { ...reminder, claimedBy: { name: '王店长', until: 9 } },
  { op: 'claimed', id: 'r1', seq: 6, cursor: 'c6', claimedBy: { name: '王店长', until: 9 }, at: 4 },
  { op: 'intake', state: 'busy', extraMinutes: 15, until: 9, by: { kind: 'device' }, seq: 6, cursor: 'c6', at: 4 },
  { ...welcome, store: { ...welcome.store, intake: { state: 'paused', until: 9, seq: 3 } } },
  { op: 'synced', head: 5 },
  { op: 'heartbeat', head: 5, now: 9 },
  { op: 'struck', orderId: 7, rev: 3, lines: [{ line: 0, portions: 2 }] },
  { op: 'error', code: 'rate', message: 'slower', retryMs: 100 },
]

/** Valid frames of either direction, each with the parser that takes it. */
const frames = [
  ...clientFrames.map((frame) => [JSON.stringify(frame), frame, parseClientFrame] as const),
  ...serverFrames.map((frame) => [JSON.stringify(frame), frame, parseServerFrame] as const),
]
const parsers = [
  ['client', parseClientFrame],
  ['server', parseServerFrame],
] as const

describe('valid frames', () => {
  it.each(frames)('%s is taken as it is', (text, frame, parse) => {
    expect(parse(text)).toEqual({ ok: frame })
  })

  it.each(frames)('%s loses fields that nobody knows, at the top and below', (_, frame, parse) => {
    expect(parse(JSON.stringify(grow(frame)))).toEqual({ ok: frame })
  })

  it.each(frames)('%s cannot bring a prototype along', (text, frame, parse) => {
    const parsed = parse(
      text.replaceAll('{', '{"__proto__":{"op":"ack","polluted":1},"constructor":{"prototype":{"polluted":1}},'),
    )
    expect(parsed).toEqual({ ok: frame })
    expect(JSON.stringify(parsed)).not.toContain('polluted')
    expect('polluted' in parsed || 'polluted' in {}).toBe(false)
    expect('ok' in parsed && Object.getPrototypeOf(parsed.ok)).toBe(Object.prototype)
  })
})

/** The same value with a field of a later version in every object. */
function grow(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(grow)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries([
    ...Object.entries(value).map(([key, child]) => [key, grow(child)]),
    ['future', { x: [1] }],
  ])
}

describe.each(parsers)('what a %s frame is not', (_, parse) => {
  it.each([
    '',
    ' ',
    '{',
    '{"op":"sync"',
    'undefined',
    "{'op':'sync'}",
    '\u0000',
    '{"op":"sync"}{}',
    '\uFEFF{"op":"sync"}',
    'NaN',
  ])('%j is not JSON', (text) => {
    expect(parse(text)).toEqual({ bad: 'not JSON' })
  })

  it.each(['null', '1', '"sync"', 'true', '[]', '[{"op":"sync"}]'])('%s is not an object', (text) => {
    expect(parse(text)).toEqual({ bad: 'not an object' })
  })

  it.each([
    '{}',
    '{"op":1}',
    '{"op":null}',
    '{"op":["sync"]}',
    '{"type":"1"}',
    '{"__proto__":{"op":"sync"}}',
    '{"OP":"sync"}',
  ])('%s has neither type nor op', (text) => {
    expect(parse(text)).toEqual({ bad: 'neither type nor op' })
  })

  it.each(['future', '', 'Sync', 'constructor', '__proto__', 'toString'])('the unknown op %j is ignored', (op) => {
    expect(parse(JSON.stringify({ op, x: 1 }))).toEqual({ ignored: op })
  })

  it('the name of an unknown op is bounded', () => {
    const parsed = parse(JSON.stringify({ op: 'x'.repeat(10_000) }))
    expect(parsed).toEqual({ ignored: `${'x'.repeat(39)}…` })
  })

  it('JSON as deep as it likes does not throw', () => {
    const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
    for (const depth of [1_000, 8_000, 200_000]) {
      expect(parse(deep(depth))).toHaveProperty('bad')
      expect(parse(`{"op":"future","x":${deep(depth)}}`)).toEqual({ ignored: 'future' })
      expect(parse(`{"op":${deep(depth)}}`)).toEqual({ bad: 'neither type nor op' })
    }
  })

  it('whatever the text, the answer is one of three, and never a throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json({ maxDepth: 3 })), (text) => {
        expect(['ok', 'ignored', 'bad']).toContain(Object.keys(parse(text))[0])
      }),
    )
  })
})

it.each([{}, { orderId: 7, rev: 1, lines: [{ line: 0, portions: 'all' }] }, { orderId: 7, rev: -1, lines: [] }])(
  'a hint that cannot be read is no reason to give up a link that rings: struck with %j',
  (fields) => {
    expect(parseServerFrame(JSON.stringify({ op: 'struck', ...fields }))).toEqual({ ignored: 'struck' })
  },
)

it('each end ignores what only the other end says', () => {
  expect(parseClientFrame(JSON.stringify(welcome))).toEqual({ ignored: 'welcome' })
  expect(parseServerFrame(JSON.stringify(hello))).toEqual({ ignored: 'hello' })
  expect(parseClientFrame(JSON.stringify(reminder))).toEqual({ bad: 'neither type nor op' })
})

describe('wrong fields', () => {
  it.each([
    [{ ...hello, token: '' }, 'token'],
    [{ ...hello, token: 'x'.repeat(201) }, 'token'],
    [{ ...hello, token: 7 }, 'token'],
    [{ ...hello, cursor: undefined }, 'cursor'],
    [{ ...hello, cursor: '' }, 'cursor'],
    [{ ...hello, v: '1' }, 'v'],
    [{ ...hello, device: 'x' }, 'device'],
    [{ ...hello, device: { ...hello.device, app: 'x'.repeat(201) } }, 'device.app'],
    [{ ...hello, can: 'unknown_values' }, 'can'],
    [{ ...hello, can: null }, 'can'],
    [{ ...hello, can: {} }, 'can'],
    [{ ...hello, can: Array(33).fill('x') }, 'can'],
    [{ ...hello, can: ['unknown_values', 7] }, 'can.1'],
    [{ ...hello, can: [''] }, 'can.0'],
    [{ ...hello, can: ['Unknown Values'] }, 'can.0'],
    [{ ...hello, can: ['x'.repeat(41)] }, 'can.0'],
    [{ ...hello, can: ['过'] }, 'can.0'],
    [{ op: 'ack' }, 'seq'],
    [{ op: 'ack', seq: -1 }, 'seq'],
    [{ op: 'ack', seq: 1.5 }, 'seq'],
    [{ op: 'ack', seq: '1' }, 'seq'],
    [{ op: 'ack', seq: 2 ** 53 }, 'seq'],
    [{ op: 'ack', seq: null }, 'seq'],
    [{ op: 'announced', id: 'r', n: 0, outcome }, 'n'],
    [{ op: 'announced', id: 'r', n: 1 }, 'outcome'],
    [{ op: 'announced', id: 'r', n: 1, outcome: { ...outcome, speech: 'It broke: <b>' } }, 'outcome.speech'],
    ...[null, true, 3, {}, '', 'Counted', 'a b', '数', 'x'.repeat(41)].map((words): [object, string] => [
      { op: 'announced', id: 'r', n: 1, outcome: { ...outcome, words } },
      'outcome.words',
    ]),
  ])('a client’s %j is bad because of %s', (frame, path) => {
    expect(parseClientFrame(JSON.stringify(frame))).toEqual({ bad: expect.stringMatching(`^${path}: [a-z_]+$`) })
  })

  it.each([
    [{ ...reminder, seq: -1 }, 'seq'],
    [{ ...reminder, cursor: '' }, 'cursor'],
    [{ ...closed, seq: undefined }, 'seq'],
    [{ ...closed, cursor: null }, 'cursor'],
    [{ ...snapshot, seq: 'x' }, 'seq'],
    [{ ...snapshot, open: {} }, 'open'],
    [{ ...welcome, resumed: 'yes' }, 'resumed'],
    [{ ...welcome, v: 2 }, 'v'],
    [{ ...welcome, window: 0 }, 'window'],
    [{ ...snapshot, part: 0 }, 'part'],
    [{ op: 'synced' }, 'head'],
    [{ op: 'error', code: 'x', message: 'y', retryMs: -1 }, 'retryMs'],
  ])('a server’s %j is bad because of %s', (frame, path) => {
    expect(parseServerFrame(JSON.stringify(frame))).toEqual({ bad: expect.stringMatching(`^${path}: [a-z_]+$`) })
  })

  it('a reason quotes nothing of the frame', () => {
    const parsed = parseClientFrame(JSON.stringify({ ...hello, v: 'secret-value', token: { secret: 'token' } }))
    expect(JSON.stringify(parsed)).not.toContain('secret')
  })
})

describe('close codes', () => {
  it.each([
    [1001, 'now', 'going_away'],
    [1009, 'later', 'too_big'],
    [1012, 'now', 'restart'],
    [1013, 'now', 'try_again'],
    [4400, 'later', 'bad_frame'],
    [4401, 'never', 'unauthorized'],
    [4403, 'never', 'revoked'],
    [4406, 'never', 'version'],
    [4408, 'now', 'slow'],
    [4409, 'later', 'replaced'],
    [4410, 'now', 'hello_timeout'],
    [4429, 'later', 'rate'],
  ] as const)('%i means: reconnect %s (%s)', (code, retry, name) => {
    expect(retryPolicy(code)).toBe(retry)
    expect(closeName(code)).toBe(name)
  })

  it.each([1000, 1005, 1006, 1011, 1015, 3000, 4000, 4499, 0, Number.NaN])(
    '%d is nobody’s word, a clean close included: try again',
    (code) => {
      expect(retryPolicy(code)).toBe('now')
      expect(closeName(code)).toBeUndefined()
    },
  )

  it('every code is named once', () => {
    const codes = Object.values(CLOSE).map((reason) => reason.code)
    expect(new Set(codes).size).toBe(codes.length)
    expect(codes).toHaveLength(12)
  })
})

it('type and content are the origin’s', () => {
  expect(reminderContent('A17')).toBe('订单号：A17')
  expect([1, 2, 3, 4].map(reminderKind)).toEqual(['new_order', 'urge', 'cancel', 'missed'])
})
