import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { createLeastBusyPoster } from '../../lab/bench/poster.ts'

/** A node that counts its requests and answers them when `answer` is called. */
async function startNode(): Promise<{ url: string; server: Server; held: (() => void)[] }> {
  const held: (() => void)[] = []
  const server = createServer((_, response) => {
    held.push(() => response.writeHead(204).end())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, held }
}

const REQUEST = 'POST / HTTP/1.1\r\nHost: bench\r\nContent-Length: 0\r\n\r\n'

it('requests go to the node that has the fewest under way, in turn where several have as few', async () => {
  const [one, two] = [await startNode(), await startNode()]
  const poster = createLeastBusyPoster([one.url, two.url], 10)
  onTestFinished(() => poster.close())
  const answered: number[] = []
  const post = () => poster.post(REQUEST, (status) => answered.push(status))
  for (let i = 0; i < 4; i++) post()
  await expect.poll(() => [one.held.length, two.held.length]).toEqual([2, 2])
  for (const answer of two.held.splice(0)) answer()
  await expect.poll(() => answered).toEqual([204, 204])
  for (let i = 0; i < 2; i++) post()
  await expect.poll(() => [one.held.length, two.held.length]).toEqual([2, 2])
})

it('a node that does not answer gets nothing for a while', async () => {
  const [gone, there] = [await startNode(), await startNode()]
  gone.server.close()
  await once(gone.server, 'close')
  const poster = createLeastBusyPoster([gone.url, there.url], 10)
  onTestFinished(() => poster.close())
  const statuses: number[] = []
  poster.post(REQUEST, (status) => statuses.push(status))
  await expect.poll(() => statuses).toEqual([0])
  for (let i = 0; i < 3; i++) poster.post(REQUEST, (status) => statuses.push(status))
  await expect.poll(() => there.held.length).toBe(3)
})
