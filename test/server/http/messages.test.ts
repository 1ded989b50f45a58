import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { expect, onTestFinished, test } from 'vitest'
import { createMessages } from '../../../server/http/messages.ts'

/** A server whose only answer tells what its request and response are made of. */
async function serve(name: string): Promise<string> {
  const messages = createMessages()
  const app = express()
  app.set('name', name)
  let before: object[] = []
  app.get('/', (request, response) => {
    const now = [Object.getPrototypeOf(request), Object.getPrototypeOf(response)]
    response.json({
      same: now.every((prototype, index) => prototype === before[index]),
      name: request.app.get('name'),
      again: response.app.get('name'),
    })
  })
  messages.belongTo(app)
  const server = createServer(messages, (request, response) => {
    before = [Object.getPrototypeOf(request), Object.getPrototypeOf(response)]
    app(request, response)
  })
  onTestFinished(() => void server.close())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('Express finds the prototypes that it would set, each application its own', async () => {
  const urls = await Promise.all(['one', 'two'].map(serve))
  const answers = await Promise.all(urls.map(async (url) => (await fetch(url)).json()))
  expect(answers).toEqual([
    { same: true, name: 'one', again: 'one' },
    { same: true, name: 'two', again: 'two' },
  ])
})
