import { expect, it } from 'vitest'
import { createManualClock } from '../../support/manual-clock.ts'
import { STAND_IN_SOUND, type StandInEngine, standInEngine } from '../../support/stand-in-engine.ts'
import type { CallOptions } from '../../support/test-api.ts'
import { startTestServer, type TestServer, type TestServerOptions } from '../../support/test-server.ts'

const SENTENCE = { text: '外卖零零四二，两份宫保鸡丁', locale: 'zh-CN' }
/** Longer than any engine may take, milliseconds. */
const PAST_THE_LIMIT_MS = 10_000

/** A shop whose server speaks by this program, and one device of it. */
async function open(engine: Pick<StandInEngine, 'program'>, more: TestServerOptions = {}) {
  const server = await startTestServer({ speechProgram: engine.program, ...more })
  const { token } = await server.api.pair()
  const say = (body: object = SENTENCE, as: string = token) => server.api.call('POST', '/v1/speech', { as, body })
  return { server, token, say }
}

/** Asks for the bytes of a sentence. */
async function bytesOf(server: TestServer, token: string, body: object): Promise<{ type: string; sound: Buffer }> {
  const reply = await fetch(new URL('/v1/speech', server.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { type: reply.headers.get('content-type') ?? '', sound: Buffer.from(await reply.arrayBuffer()) }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

it('a device gets a sentence as sound; the engine gets its text on standard input alone', async () => {
  const engine = standInEngine()
  const { server, token } = await open(engine)
  const { type, sound } = await bytesOf(server, token, { ...SENTENCE, rate: 1.2 })
  expect(type).toBe('audio/wav')
  // The sizes are true now.
  expect([sound.length, sound.readUInt32LE(4), sound.readUInt32LE(40)]).toEqual([11_070, 11_062, 11_026])
  expect(sound.subarray(44)).toEqual(STAND_IN_SOUND.subarray(44))
  const [start, ...others] = engine.starts()
  expect(others).toEqual([])
  expect(start?.words.join(' ')).toBe('-v cmn-latn-pinyin -s 240 -a 150 -b 1 --stdin --stdout')
  expect(engine.textOf(start)).toBe(SENTENCE.text)
})

it('text of two scripts is spoken by two voices in turn, as one sound', async () => {
  const engine = standInEngine()
  const { server, token } = await open(engine)
  const { sound } = await bytesOf(server, token, { text: 'KFC 套餐两份', locale: 'zh-CN' })
  expect(sound.length).toBe(44 + 2 * 11_026)
  expect(engine.starts().map(({ words }) => words[1])).toEqual(['en', 'cmn-latn-pinyin'])
})

it.each([
  ['markup', '<speak><audio src="file:///etc/passwd"/>您好</speak>'],
  ['an engine’s commands', '[[inpt PHON]] 您好 [[rset 0]]'],
  ['options', '-w/tmp/x --path=/ 您好'],
  ['a shell’s words', '$(touch x) `id`; 您好 | tee y & rem'],
  ['control characters', 'nul \0 bell \u0007 escape \u001b[2J 您好\u202e'],
])('%s in a text reaches the engine as letters, digits and pauses', async (_, text) => {
  const engine = standInEngine()
  const { say } = await open(engine)
  expect((await say({ text, locale: 'zh-CN' })).status).toBe(200)
  const texts = engine.starts().map(engine.textOf)
  expect(texts.join('')).toContain('您好')
  for (const said of texts) expect(said).toMatch(/^[\p{L}\p{N}][\p{L}\p{N} ，。,.:;/]*$/u)
  for (const { words } of engine.starts()) expect(words.slice(2, 8).join(' ')).toBe('-s 200 -a 150 -b 1')
})

it.each([
  ['is turned off', standInEngine, { env: { SPEECH: 'off' } }, 404, 'speech_off'],
  ['has no engine', () => ({ program: '/nonexistent/espeak-ng' }), {}, 404, 'speech_unavailable'],
  [
    'has no voice for the language',
    () => standInEngine('echo "Error: The specified espeak-ng voice does not exist." >&2'),
    {},
    404,
    'speech_unavailable',
  ],
  ['has an engine that fails', () => standInEngine('exit 3'), {}, 503, 'speech_failed'],
  ['has an engine that writes no sound', () => standInEngine('echo hello'), {}, 503, 'speech_failed'],
  ['has an engine that writes without end', () => standInEngine('exec cat /dev/zero'), {}, 503, 'speech_failed'],
] as const)('a server that %s says so', async (_, engine, more, status, code) => {
  const { say } = await open(engine(), more)
  expect(await say()).toMatchObject({ status, body: { code } })
})

it('an engine that is not there is no fault of the server: nothing is logged as one', async () => {
  const lines: string[] = []
  const { say } = await open({ program: '/nonexistent/espeak-ng' }, { log: (line) => lines.push(line) })
  await say()
  expect(lines.filter((line) => JSON.parse(line).level >= 40)).toEqual([])
})

it('an engine that hangs is killed after ten seconds, and the next sentence is tried again', async () => {
  const clock = createManualClock()
  const engine = standInEngine('exec sleep 600')
  const { say } = await open(engine, { clock })
  for (const round of [1, 2]) {
    const reply = say()
    await expect.poll(() => engine.starts().length).toBe(round)
    await clock.advanceAsync(PAST_THE_LIMIT_MS)
    expect(await reply).toMatchObject({ status: 503, body: { code: 'speech_failed', retryMs: 5_000 } })
    expect(isAlive(engine.starts().at(-1)?.pid ?? 0)).toBe(false)
  }
})

it('two engines run at once at most; the seventeenth sentence is refused, and payments go on', async () => {
  const clock = createManualClock()
  const engine = standInEngine('exec sleep 600')
  const { server, say } = await open(engine, { clock })
  const replies = Array.from({ length: 17 }, (_, i) => say({ ...SENTENCE, text: `第${i}单` }))
  expect(await Promise.race(replies)).toMatchObject({ status: 429, body: { code: 'speech_busy', retryMs: 1_000 } })
  await expect.poll(() => engine.starts().length).toBe(2)
  // Neither waits for an engine.
  const order = await server.api.placePaid()
  const paid = await server.api.call('GET', `/v1/orders/${order.id}`, { as: server.api.orderingKey })
  expect(paid.body).toMatchObject({ payStatus: 1 })
  expect(engine.starts()).toHaveLength(2)
  await server.stop()
  expect((await Promise.allSettled(replies)).length).toBe(17)
  for (const { pid } of engine.starts()) await expect.poll(() => isAlive(pid)).toBe(false)
})

it('a sentence is rendered once, also when two devices ask at the same moment; another speed is another sentence', async () => {
  const engine = standInEngine()
  const { server, say } = await open(engine)
  const second = await server.api.pair(undefined, '后厨')
  await Promise.all([say(), say(SENTENCE, second.token)])
  await say()
  expect(engine.starts()).toHaveLength(1)
  await say({ ...SENTENCE, rate: 1.1 })
  expect(engine.starts()).toHaveLength(2)
})

it('a device may ask so often a minute; its other calls and other devices do not pay for it', async () => {
  const limits = { callsPerMinute: 1_000, pairingsPerMinute: 1_000, speechPerMinute: 3 }
  const { server, token, say } = await open(standInEngine(), { limits })
  for (let i = 0; i < 3; i++) expect((await say()).status).toBe(200)
  expect(await say()).toMatchObject({ status: 429, body: { code: 'rate_limited', retryMs: 60_000 } })
  const other = await server.api.pair(undefined, '后厨')
  expect((await say(SENTENCE, other.token)).status).toBe(200)
  expect((await server.api.call('GET', '/v1/orders', { as: token } satisfies CallOptions)).status).toBe(200)
})

it('nobody but a device is spoken for, whatever the server has', async () => {
  const { server, say } = await open(standInEngine(), { env: { SPEECH: 'off' } })
  for (const as of [server.api.operatorKey, server.api.orderingKey])
    expect(await say(SENTENCE, as)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  expect(await say(SENTENCE, 'ldd_nobody')).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
  const nobody = await server.api.call('POST', '/v1/speech', { body: SENTENCE })
  expect(nobody).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
})
