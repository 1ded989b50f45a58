import { expect, it } from 'vitest'
import { CLOSE } from '../../../shared/protocol/close-codes.ts'
import { MAX_FRAME_BYTES } from '../../../shared/protocol/limits.ts'
import { watchDatabase } from '../../support/db-dump.ts'
import { isSynced } from '../../support/frames.ts'
import { TEST_APP, WENT_WELL } from '../../support/reminder-link.ts'
import { ackTo, alive, helloWith, live, tried } from './frame-rig.ts'
import { createWorld } from './world.ts'

it('what is not a frame ends the connection with 4400, and changes nothing', async () => {
  const world = await createWorld()
  const unchanged = await watchDatabase(world.running.ctx)
  const { head } = (await (await live(world)).until(isSynced)) as { head: number }
  const announced = { op: 'announced', id: world.reminders.newOrder, n: 1, outcome: WENT_WELL }
  const words = [
    'OK',
    '',
    'x'.repeat(41),
    `'; DROP TABLE receipts; --`,
    '<script>',
    '好',
    'a b',
    'a\n',
    7,
    null,
    {},
    undefined,
  ]
  const bad = [
    ...['', '{', 'nonsense', 'null', '[]', '7', '"sync"', '{"op":"sync"} {}', '\u0000', '['.repeat(8_000), '{}'],
    ...[
      { op: 7 },
      { op: null },
      { op: ['sync'] },
      { op: { op: 'sync' } },
      { type: 1 },
      { type: 1, op: null },
      { OP: 'sync' },
    ],
    ...[undefined, null, '1', -1, 1.5, 2 ** 53, 1e300, true, [1], {}, head + 1, Number.MAX_SAFE_INTEGER].map(ackTo),
    ...[undefined, null, 7, 'x'.repeat(201), {}].map((id) => ({ ...announced, id })),
    ...[undefined, null, 0, -1, 1.5, '1', 1_000_001, 2 ** 53].map((n) => ({ ...announced, n })),
    ...[undefined, null, 'ok', [], {}].map((all) => ({ ...announced, outcome: all })),
    ...words.map((word) => ({ ...announced, outcome: { ...WENT_WELL, speech: word } })),
    ...words
      .filter((word) => word !== undefined)
      .map((word) => ({ ...announced, outcome: { ...WENT_WELL, words: word } })),
    ...[Buffer.from('{"op":"sync"}'), Buffer.alloc(0), Buffer.from([0xff, 0x00])],
    helloWith(world, {}),
    helloWith(world, { token: world.stranger.token }),
  ]
  for (const frame of bad) {
    const connected = await live(world)
    connected.send(frame)
    expect.soft(await connected.closed, tried(frame)).toEqual({ code: CLOSE.bad_frame.code, reason: 'bad_frame' })
    expect.soft(connected.frames.at(-1), tried(frame)).toMatchObject({ op: 'error', code: 'bad_frame' })
    await unchanged(tried(frame))
  }
})

it('before hello, anything but a hello ends the connection with 4400', async () => {
  const world = await createWorld()
  const unchanged = await watchDatabase(world.running.ctx)
  const bad = [
    ...[
      ackTo(0),
      { op: 'sync' },
      { op: 'announced', id: world.reminders.newOrder, n: 1, outcome: WENT_WELL },
      '',
      '{',
      'null',
    ],
    ...[undefined, null, '1', 1.5, [1]].map((v) => helloWith(world, { v })),
    ...[undefined, null, '', 7, 'x'.repeat(201), [world.device.token]].map((token) => helloWith(world, { token })),
    ...[undefined, null, 'test', [], {}, { ...TEST_APP, app: 7 }, { ...TEST_APP, version: 'x'.repeat(201) }].map(
      (said) => helloWith(world, { device: said }),
    ),
    ...[undefined, '', 7, {}, 'x'.repeat(201)].map((cursor) => helloWith(world, { cursor })),
    Buffer.from(JSON.stringify(helloWith(world, {}))),
  ]
  for (const frame of bad) {
    const connected = await world.connect()
    connected.send(frame)
    expect.soft((await connected.closed).code, tried(frame)).toBe(CLOSE.bad_frame.code)
    expect.soft(connected.frames, tried(frame)).toMatchObject([{ op: 'error' }])
    await unchanged(tried(frame))
  }
})

it('a hello in another version, or with a token that is none, is told so', async () => {
  const world = await createWorld()
  const unchanged = await watchDatabase(world.running.ctx)
  const { operatorKey, orderingKey } = world.api
  const rows: [object, keyof typeof CLOSE][] = [
    ...[0, 2, -1, 2 ** 31].map((v): [object, keyof typeof CLOSE] => [{ v }, 'version']),
    ...[
      orderingKey,
      operatorKey,
      'ldd_nobody',
      `${world.device.token}x`,
      world.device.token.slice(0, -1),
      "' OR 1=1 --",
      '__proto__',
      '\u0000',
    ].map((token): [object, keyof typeof CLOSE] => [{ token }, 'unauthorized']),
    [{ token: world.revoked.token }, 'revoked'],
  ]
  for (const [change, reason] of rows) {
    const connected = await world.connect()
    connected.send(helloWith(world, change))
    expect.soft(await connected.closed, tried(change)).toEqual({ code: CLOSE[reason].code, reason })
    expect.soft(connected.frames, tried(change)).toMatchObject([{ op: 'error', code: reason }])
    for (const secret of world.secrets) expect.soft(JSON.stringify(connected.frames)).not.toContain(secret)
    await unchanged(tried(change))
  }
})

it('a cursor that is none starts over, and is told why', async () => {
  const world = await createWorld()
  const unchanged = await watchDatabase(world.running.ctx)
  const cursors = [
    'x',
    '..',
    'ep_x.1.ev_x',
    `ep_x.${2 ** 53}.-`,
    'ep_x.-1.-',
    'ep_x.01.-',
    "'; --.0.-",
    '__proto__',
    '\u0000',
    '你好.0.-',
  ]
  for (const cursor of cursors) {
    const connected = await world.connect({ token: world.device.token, cursor })
    await connected.synced()
    expect.soft(connected.frames[0], cursor).toMatchObject({ op: 'welcome', resumed: false, reason: 'epoch' })
    await unchanged(cursor)
  }
})

it('unknown ops and unknown fields are ignored', async () => {
  const world = await createWorld()
  const unchanged = await watchDatabase(world.running.ctx)
  const strange = [
    ...['dance', '', '__proto__', 'constructor', 'toString', 'welcome', 'snapshot', 'x'.repeat(10_000)].map((op) => ({
      op,
      seq: -1,
    })),
    ...[
      '{"op":"ack","seq":0,"__proto__":{"seq":-1}}',
      '{"op":"ack","seq":0,"type":1,"constructor":{}}',
      ' {"op":"dance"}\n',
    ],
    JSON.stringify({ op: 'dance' }).padEnd(MAX_FRAME_BYTES),
  ]
  const connected = await world.connect()
  connected.send({ op: 'dance' })
  connected.send(helloWith(world, { v: 1, more: { fields: ['x'] }, device: { ...TEST_APP, more: 1 } }))
  await connected.synced()
  for (const frame of strange) connected.send(frame)
  await alive(connected, 'after strange frames')
  await unchanged('strange frames')
})

it('a frame of more than 16 KiB ends the connection with 1009', async () => {
  const world = await createWorld()
  for (const bytes of [MAX_FRAME_BYTES + 1, 1_000_000]) {
    const connected = await live(world)
    connected.send(JSON.stringify({ op: 'dance' }).padEnd(bytes))
    expect.soft((await connected.closed).code, `${bytes} bytes`).toBe(CLOSE.too_big.code)
  }
  await alive(await live(world), 'a new connection')
})
