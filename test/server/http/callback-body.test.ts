import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { MAX_CALLBACK_BYTES } from '../../../server/http/payment-callbacks.ts'
import { openRaw } from '../../lab/hostile/raw-socket.ts'
import { answered, createCallbackPlace, NOT_BELIEVED, REFUSED, refusal, TAKEN } from './callback-place.ts'
import { exchange, readAnswers } from './raw-exchange.ts'

describe('the body of a callback', () => {
  const chunked = (...parts: string[]) =>
    parts.map((part) => `${Buffer.byteLength(part, 'latin1').toString(16)};a=b\r\n${part}\r\n`).join('')
  const CHUNKED = { headers: 'Transfer-Encoding: chunked\r\n', body: null }

  it('is taken in one piece, in chunks with a trailer, and after 100-continue', async () => {
    const { ask, request, notice } = await createCallbackPlace()
    const pieces = `${request(CHUNKED)}${chunked(notice.slice(0, 9), notice.slice(9))}0\r\nX-More: y\r\n\r\n`
    for (const bytes of [request(), pieces])
      expect(await ask(bytes)).toEqual({ answers: [TAKEN], logged: [answered(204)] })
    const { answers } = await ask(request({ headers: 'Expect: 100-continue\r\n' }))
    expect(answers).toEqual([{ line: 'HTTP/1.1 100 Continue', headers: {}, body: '' }, TAKEN])
  })

  it('is refused where it is empty', async () => {
    const { ask, request } = await createCallbackPlace()
    const empty = { answers: [refusal('body_invalid', { detail: 'the body is empty' })] }
    for (const bytes of [
      request({ body: null }),
      request({ body: '' }),
      `${request(CHUNKED)}0\r\n\r\n`,
      request({ body: null, headers: 'Content-Encoding: gzip\r\n' }),
    ])
      expect(await ask(bytes), bytes).toEqual({ ...empty, logged: [NOT_BELIEVED, answered(400, 'body_invalid')] })
  })

  it('is refused where it is encoded, even to nothing', async () => {
    const { ask, request, notice } = await createCallbackPlace()
    for (const encoding of ['identity', 'Identity', ''])
      expect((await ask(request({ headers: `Content-Encoding: ${encoding}\r\n` }))).answers, encoding).toEqual([TAKEN])
    const packed = gzipSync(notice).toString('latin1')
    for (const [encoding, body] of [
      ['gzip', packed],
      ['gzip', ''],
      ['identity\r\nContent-Encoding: identity', notice],
      ['__proto__', notice],
    ] as const)
      expect(await ask(request({ headers: `Content-Encoding: ${encoding}\r\n`, body })), encoding).toEqual({
        answers: [refusal('media_type_unsupported')],
        logged: [REFUSED, answered(415, 'media_type_unsupported')],
      })
  })

  it('is refused above 256 kB, after its end, and the connection goes on', async () => {
    const { server, ask, request } = await createCallbackPlace()
    const long = ' '.repeat(MAX_CALLBACK_BYTES + 1)
    const tooLong = [
      request({ body: long }),
      `${request(CHUNKED)}${chunked(long)}0\r\n\r\n`,
      `${request(CHUNKED)}${chunked(...(long.match(/ {1,60000}/g) ?? []))}0\r\n\r\n`,
    ]
    for (const bytes of tooLong)
      expect(await ask(bytes)).toEqual({
        answers: [refusal('body_too_large')],
        logged: [REFUSED, answered(413, 'body_too_large')],
      })
    expect((await ask(request({ body: long.slice(1) }))).answers).toEqual([refusal('signature_invalid')])
    const kept = (bytes: string) => bytes.replace('Connection: close\r\n', '')
    const refused = [kept(request({ body: long })), kept(request({ method: 'PUT', body: long }))]
    const three = readAnswers(await exchange(server.url, `${refused.join('')}${request()}`))
    expect(three.map(({ line }) => line.slice(9, 12))).toEqual(['413', '405', '204'])
  })

  it('breaks off where its framing is wrong or its sender hangs up: told to the log, never to a stranger', async () => {
    const { ask, request, server } = await createCallbackPlace()
    const wrong = await ask(`${request(CHUNKED)}zz\r\n\r\n`)
    const bare = { line: 'HTTP/1.1 400 Bad Request', headers: { connection: 'close' }, body: '' }
    expect(wrong).toEqual({ answers: [bare], logged: [NOT_BELIEVED] })
    for (const headers of ['Transfer-Encoding: chunked\r\n', 'Content-Length: 5\r\n'])
      expect(await ask(request({ headers })), headers).toEqual({ answers: [bare], logged: [] })
    const raw = await openRaw(server.url)
    raw.write(request().slice(0, -5))
    const metrics = async () =>
      (await server.api.call('GET', '/metrics', { as: server.api.operatorKey })).body as string
    await metrics()
    raw.socket.destroy()
    const count = 'laidan_callbacks_refused_total{provider="standard-webhooks",code="malformed"}'
    await expect.poll(metrics).toContain(`${count} 2`)
    expect(await metrics()).not.toContain('status="400"')
  })
})
