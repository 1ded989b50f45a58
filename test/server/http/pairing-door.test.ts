import { expect, it } from 'vitest'
import type { PairedDevice } from '../../../shared/api/devices.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { expectProblem } from './expect-problem.ts'
import { type RawRequest, sendRaw } from './raw-request.ts'

const PATH = '/v1/devices/pair'
const json = (code: string) => JSON.stringify({ code, name: '前台', platform: 'test' })
const send = ({ url }: TestServer, body: string | Buffer, more: Partial<RawRequest> = {}) =>
  sendRaw(url, { method: 'POST', path: PATH, body, headers: { 'content-type': 'application/json' }, ...more })

it('a guess that is refused at the door is answered as every refusal is, and not kept by anybody', async () => {
  const server = await startTestServer()
  const reply = await send(server, json('000000000000'))
  expectProblem('a guess', reply, 'pairing_code_invalid')
  expect(reply.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  expect(reply.headers['content-length'], 'one piece, not chunks').toBe(String(Buffer.byteLength(reply.text)))
  const named = await send(server, json('000000000000'), {
    headers: { 'content-type': 'application/json', 'x-request-id': 'mine-1' },
  })
  expect(named.headers['x-request-id']).toBe('mine-1')
})

it.each([
  ['no JSON', '{"code"', 'body_not_json'],
  ['a number', '5', 'body_not_json'],
  ['null', 'null', 'body_not_json'],
  ['no UTF-8', Buffer.from('{"code":"\xff"}', 'latin1'), 'body_not_utf8'],
  ['a list', '["000000000000"]', 'body_invalid'],
  ['a code of ten digits', json('0000000000'), 'body_invalid'],
  ['nothing', '', 'body_invalid'],
  ['more than a try can be', JSON.stringify({ code: '000000000000', name: 'x'.repeat(2_000) }), 'body_invalid'],
] as const)('at the door, %s is refused as anywhere', async (_, body, code) => {
  const server = await startTestServer()
  expectProblem('the body', await send(server, body), code)
})

it('the same try in other clothes gets the same answers', async () => {
  const server = await startTestServer()
  const code = async () => (await server.running.issuePairingCode(server.storeId)).code
  const clothes: Partial<RawRequest>[] = [
    {},
    { headers: { 'content-type': 'application/json; charset=utf-8' } },
    { headers: { 'content-type': 'application/vnd.api+json' } },
    { headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked' } },
    { path: `${PATH}/` },
    { path: `${PATH}?x=1` },
    { path: '/V1/Devices/Pair' },
  ]
  for (const more of clothes) {
    expect((await send(server, json('000000000000'), more)).status, JSON.stringify(more)).toBe(403)
    const paired = await send(server, json(await code()), more)
    expect(paired.status, JSON.stringify(more)).toBe(201)
    expect((JSON.parse(paired.text) as PairedDevice).token).toMatch(/^ldd_/)
  }
})

it('tries are counted together, however they are written, and anew each minute', async () => {
  const clock = createManualClock()
  const limits = { callsPerMinute: 1_000, pairingsPerMinute: 3 }
  const server = await startTestServer({ clock, limits, env: { TRUST_PROXY: '1' } })
  const from = (address: string, more: Partial<RawRequest> = {}) =>
    send(server, json('000000000000'), {
      ...more,
      headers: { 'content-type': 'application/json', 'x-forwarded-for': address, ...more.headers },
    })
  expect((await from('10.0.0.1')).status).toBe(403)
  expect((await from('10.0.0.1', { path: `${PATH}/` })).status).toBe(403)
  expect((await from('10.0.0.1', { headers: { authorization: 'Bearer x' } })).status).toBe(401)
  clock.advance(20_000)
  for (const path of [PATH, `${PATH}/`]) {
    const reply = await from('10.0.0.1', { path })
    expectProblem(path, reply, 'rate_limited')
    expect(reply.headers['retry-after']).toBe('40')
  }
  expect((await from('10.0.0.2')).status).toBe(403)
  for (let i = 1; i <= 3; i++) expect((await from(`2001:db8:0:a0${i}::1`)).status).toBe(403)
  expect((await from('2001:db8:0:aff::1')).status).toBe(429)
  expect((await from('2001:db8:0:b00::1')).status).toBe(403)
  clock.advance(40_000)
  expect((await from('10.0.0.1')).status).toBe(403)
})
