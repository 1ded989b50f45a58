import { expect, it } from 'vitest'
import { CLOSE } from '../../../shared/protocol/close-codes.ts'
import { startTestServer } from '../../support/test-server.ts'

const CLIENT = { app: 'test', version: '9.9.9', platform: 'test' }

it('what a client can, and its version, are noted when its device joins; the token is not', async () => {
  const lines: string[] = []
  const server = await startTestServer({ log: (line) => lines.push(line) })
  const { token, deviceId } = await server.api.pair()
  const can = ['unknown_values', 'something.newer-2']
  const device = await server.connect({ token, hello: { device: CLIENT, can } })
  await device.synced()
  const joined = lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((l) => l['deviceId'] === deviceId)
  expect(joined).toContainEqual(expect.objectContaining({ msg: 'a device joined', version: '9.9.9', app: 'test', can }))
  expect(lines.join('\n')).not.toContain(token)
})

it('a client of the first days, which says nothing of it, is welcome', async () => {
  const server = await startTestServer()
  const { token } = await server.api.pair()
  await (await server.connect({ token })).synced()
})

it.each([
  ['no list', 'unknown_values'],
  ['null', null],
  ['more than 32 words', Array(33).fill('x')],
  ['a word that is none', ['Unknown Values']],
  ['a word too long', ['x'.repeat(41)]],
  ['a number', [1]],
])('a hello whose `can` is %s is a bad frame', async (_, can) => {
  const server = await startTestServer()
  const { token } = await server.api.pair()
  const device = await server.connect({ token, hello: { can } })
  expect((await device.closed).code).toBe(CLOSE.bad_frame.code)
})
