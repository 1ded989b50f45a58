import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { type Door, doorsOf, pathFor, requestFor, withHeaders } from './doors.ts'
import { long } from './route-row.ts'
import { createWorld, type World } from './world.ts'

const LIMIT = 256 * 1024

async function worldWithBodies(): Promise<[World, Door[]]> {
  const world = await createWorld()
  return [world, doorsOf(world).filter(({ route }) => route.body !== undefined)]
}

it('a body that is not JSON is refused', async () => {
  const [world, doors] = await worldWithBodies()
  const texts = [
    ...['{', 'nonsense', '{"a":1,}', "{'a':1}", '\u0000', '{"a":\u0007}', '{} {}', '--', 'NaN'],
    ...['null', '7', '"text"', 'true', '['.repeat(100_000), '{"a":'.repeat(40_000), `{"${long(1_000)}`],
  ]
  for (const { name, good } of doors)
    for (const body of texts)
      await world.refuses(`${name} with ${String(body).slice(0, 40)}`, { ...good, body }, 'body_not_json')
})

it('a body that is no UTF-8, or holds half a character, is refused: two texts would become one', async () => {
  const [world, doors] = await worldWithBodies()
  const inside = (...bytes: number[]) => Buffer.concat([Buffer.from('{"a":"'), Buffer.from(bytes), Buffer.from('"}')])
  const bodies = [
    ...[Buffer.from([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]), inside(0xc3), inside(0xed, 0xa0, 0x80), inside(0xc0, 0xaf)],
    // "中文" in GBK; a byte of Latin-1; the first half of an emoji; beyond U+10FFFF.
    ...[inside(0xd6, 0xd0, 0xce, 0xc4), inside(0xe9), inside(0xf0, 0x9f), inside(0xf4, 0x90, 0x80, 0x80)],
    ...['{"a":"\\ud800"}', '{"a":["x",{"b":"\\uDC00\\uD800"}]}', '{"\\udfff":1}', '{"a":"\\ud83dx"}'],
  ]
  for (const { name, good } of doors)
    for (const body of bodies)
      await world.refuses(`${name} with ${body.toString('latin1')}`, { ...good, body }, 'body_not_utf8')
  for (const { name, good } of doors)
    await world.refuses(
      `${name} in UTF-16`,
      { ...withHeaders(good, { 'content-type': 'application/json; charset=utf-16' }), body: '{}' },
      'media_type_unsupported',
    )
})

it('a body of whole characters is taken, however they are written', async () => {
  const world = await createWorld()
  const order = doorsOf(world).find(({ route }) => route.method === 'post' && route.path === '/v1/orders')
  for (const remark of ['"\\ud83d\\udd14"', '"🔔 中文 é"', '"\\\\ud800"', '"\\u4e2d"']) {
    const body = `{"remark":${remark},${String(order?.good.body).slice(1)}`
    const { number: _, ...rest } = JSON.parse(body) as Record<string, unknown>
    const reply = await world.send({ ...(order?.good ?? { method: 'POST', path: '' }), body: JSON.stringify(rest) })
    expect.soft(reply.status, `${remark}: ${reply.text}`).toBe(201)
  }
})

it('a query that is no UTF-8 is refused', async () => {
  const world = await createWorld()
  for (const { name, route, good } of doorsOf(world)) {
    if (route.method !== 'get') continue
    for (const query of ['phone=%FF', 'x=%e4%b8', 'x=%ED%A0%80', '%c3=1'])
      await world.refuses(`${name}?${query}`, { ...good, path: `${good.path}?${query}` }, 'query_invalid')
  }
})

it('a body of JSON that is none of ours is refused, however deep', async () => {
  const [world, doors] = await worldWithBodies()
  const deep = '['.repeat(100_000) + ']'.repeat(100_000)
  const texts = ['', '{}', '[]', '[{}]', '{"__proto__":{}}', '{"constructor":{"prototype":{}}}', deep, `{"a":${deep}}`]
  for (const { name, route, row, good } of doors) {
    // A body that may be left out may be empty as well, and hold what means nothing.
    const none = texts.filter((text) => !route.bodyOptional || (text !== '' && !text.startsWith('{')))
    for (const body of row.mayBeEmpty ? texts.slice(2) : none)
      await world.refuses(`${name} with ${body.slice(0, 40)}`, { ...good, body }, 'body_invalid')
  }
})

it('a body of more than 256 kB is refused, announced or not', async () => {
  const [world, doors] = await worldWithBodies()
  const padded = (body: unknown, bytes: number) =>
    Buffer.concat([Buffer.from(String(body)), Buffer.alloc(bytes, ' ')], bytes)
  for (const { name, good } of doors)
    for (const bytes of [LIMIT + 1, 5_000_000]) {
      const request = { ...good, body: padded(good.body, bytes) }
      await world.refuses(`${name} with ${bytes} bytes`, request, 'body_too_large')
      const chunked = withHeaders(request, { 'transfer-encoding': 'chunked' })
      await world.refuses(`${name} with ${bytes} bytes in chunks`, chunked, 'body_too_large')
    }
  for (const { name, good } of doors) {
    const { status, text } = await world.send({ ...good, body: padded(good.body, LIMIT) })
    expect.soft(status, `${name} with 256 kB: ${text}`).toBeLessThan(300)
  }
})

it('a body of another type or encoding is refused', async () => {
  const [world, doors] = await worldWithBodies()
  const types = [
    ...['text/plain', 'text/json', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'image/png'],
    ...[
      '',
      'garbage',
      '*/*',
      'application/jsonx',
      'application/json; charset=latin1',
      'application/json; charset=utf-99',
    ],
  ]
  const encodings = {
    gzip: gzipSync,
    deflate: deflateSync,
    br: brotliCompressSync,
    'gzip, gzip': gzipSync,
    'x-gzip': gzipSync,
    nonsense: (body: string) => Buffer.from(body),
  }
  for (const { name, good } of doors) {
    for (const type of [...types, undefined])
      await world.refuses(`${name} as ${type}`, withHeaders(good, { 'content-type': type }), 'media_type_unsupported')
    for (const [encoding, encode] of Object.entries(encodings)) {
      const packed = withHeaders({ ...good, body: encode(String(good.body)) }, { 'content-encoding': encoding })
      await world.refuses(`${name} in ${encoding}`, packed, 'media_type_unsupported')
    }
  }
})

it('a field that is missing or wrong is refused, and named', async () => {
  const [world, doors] = await worldWithBodies()
  for (const { name, route, row } of doors) {
    const sound = row.good(world)
    expect(Object.keys(row.wrong ?? {}), name).toEqual(expect.arrayContaining(Object.keys(sound.body ?? {})))
    for (const [field, values] of Object.entries(row.wrong ?? {}))
      for (const value of values) {
        const tried = `${name} with ${field} = ${JSON.stringify(value)?.slice(0, 60)}`
        const request = requestFor(route, { ...sound, body: { ...sound.body, [field]: value } })
        await world.refuses(tried, request, 'body_invalid')
        expect.soft(JSON.parse((await world.send(request)).text).faults[0].path, tried).toMatch(field)
      }
  }
})

it('a call without a body does not care about one', async () => {
  const world = await createWorld()
  for (const { name, route, good } of doorsOf(world)) {
    if (route.body !== undefined) continue
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
    const { status, text } = await world.send(withHeaders({ ...good, body: `{${long(300_000)}` }, headers))
    expect.soft(status, `${name}: ${text}`).toBe(route.reply.status)
  }
})

it('an id that is none is refused, and an id of nothing is unknown', async () => {
  const world = await createWorld()
  const notNumbers = [
    ...['-1', '0', '00', '01', '1.5', '1e9', '1e0', '0x1', '+1', '%201', '1%20', 'abc', 'NaN', 'Infinity', '__proto__'],
    ...[
      '9007199254740992',
      '9007199254740993',
      '1'.repeat(400),
      '%00',
      '1%00',
      '..%2f..',
      '%F0%9F%94%94',
      '１',
      "1'--",
    ],
  ].map((id) => encodeURI(id).replaceAll('%25', '%'))
  const notTexts = [long(65), '%F0%9F%94%94'.repeat(65)]
  const nobodies = ['-1', 'abc', '%00', '..%2f..%2fetc', '__proto__', '1%20OR%201=1', '%F0%9F%94%94', 'x'.repeat(64)]
  for (const { name, route, row, good } of doorsOf(world)) {
    if (row.missing === undefined) continue
    const ofOrder = route.path.startsWith('/v1/orders/')
    for (const id of ofOrder ? notNumbers : notTexts)
      await world.refuses(`${name} of ${id}`, { ...good, path: pathFor(route, id) }, 'query_invalid')
    for (const id of ofOrder ? ['999999999', '9007199254740991'] : nobodies)
      await world.refuses(`${name} of ${id}`, { ...good, path: pathFor(route, id) }, row.missing)
    for (const id of ['%', '%zz', '%E0%A4%A', '../..', '1/../../x'])
      await world.refuses(`${name} of ${id}`, { ...good, path: pathFor(route, id) }, 'route_unknown')
  }
})

it('a query that is wrong is refused', async () => {
  const world = await createWorld()
  for (const { name, row, good } of doorsOf(world))
    for (const [code, queries] of Object.entries(row.queries ?? {}))
      for (const query of queries)
        await world.refuses(`${name}?${query}`, { ...good, path: `${good.path}?${query}` }, code as 'query_invalid')
})

it('a query of things that nobody asked for changes no answer, but where it is strict', async () => {
  const world = await createWorld()
  const strange = [
    '__proto__=1',
    '__proto__[limit]=1',
    'constructor=1',
    'limit[]=1',
    'a[b][c]=1',
    'toString=1',
    '&&&=',
    '%zz',
  ]
  const many = Array.from({ length: 900 }, (_, i) => `x${i}=1`).join('&')
  for (const { name, route, row, good } of doorsOf(world)) {
    if (route.method !== 'get') continue
    const { text } = await world.send(good)
    for (const query of [...strange, many]) {
      if (row.strictQuery) {
        await world.refuses(`${name}?${query}`, { ...good, path: `${good.path}?${query}` }, 'query_invalid')
        continue
      }
      const reply = await world.send({ ...good, path: `${good.path}?${query}` })
      expect.soft(reply.status, `${name}?${query}`).toBe(200)
      expect.soft(reply.text, `${name}?${query}`).toBe(text)
    }
  }
})

it('an idempotency key that is none is refused', async () => {
  const world = await createWorld()
  const keys = ['', ' ', 'a b', 'x'.repeat(256), 'ключ'.replace(/./g, '\xe9'), 'a\tb', ['a', 'b'], ['a', 'a']]
  for (const { name, route, good } of doorsOf(world)) {
    if (!route.idempotent) continue
    for (const key of keys)
      await world.refuses(`${name} with key ${key}`, withHeaders(good, { 'idempotency-key': key }), 'header_invalid')
  }
})

it('what the state of things forbids is refused', async () => {
  const world = await createWorld()
  for (const { name, route, row } of doorsOf(world))
    for (const [why, request, code] of row.illegal?.(world) ?? [])
      await world.refuses(`${name}: ${why}`, requestFor(route, { ...row.good(world), ...request }), code)
})
