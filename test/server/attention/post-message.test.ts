import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { createPostMessage } from '../../../server/attention/post-message.ts'

const REFUSED = { refused: 'address_refused' }

it('no message goes to where clouds keep their keys, by a number or by a name that leads there', async () => {
  const post = createPostMessage(undefined, undefined, (_host, _options, callback) =>
    callback(null, [{ address: '169.254.169.254', family: 4 }]),
  )
  for (const url of ['http://169.254.169.254/latest/', 'http://[fe80::1]/', 'https://ntfy.shop.example/'])
    expect(await post({ url, headers: {}, body: '{}' }), url).toEqual(REFUSED)
})

it('a program in the shop’s own network is called, with all of a body that is no text', async () => {
  const got: string[] = []
  const server = createServer((request, response) => {
    request.on('data', (part: Buffer) => got.push(part.toString('hex')))
    request.on('end', () => response.writeHead(202).end('taken'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  const answer = await createPostMessage()({ url, headers: { 'X-Own': '1' }, body: Buffer.from('00ff80', 'hex') })
  expect([answer, got]).toEqual([{ status: 202, body: 'taken' }, ['00ff80']])
})
