import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from '../../shared/clock.ts'
import { channelOf } from './robots.ts'

/** A message that a channel has shown to its people. */
export interface ShownMessage {
  host: string
  text: string
  title?: string | undefined
  /** Where the channel tells a repetition by it. */
  id?: string | undefined
  at: number
}

/**
 * The treatment of a call. takes: shown and answered. busy: 429, or the channel's own word for it. down: 500. hangs: shown
 * to nobody, never answered. loses: shown, and the answer does not arrive. moves: a redirect.
 */
export type Treatment = 'takes' | 'busy' | 'down' | 'hangs' | 'loses' | 'moves'

/** Robots, topics and webhooks in small, on this machine. */
export interface FakeChannels {
  url: string
  /** The messages that people have read, the oldest first. */
  shown: ShownMessage[]
  /** Every call, as `host treatment` or `host refused`, the oldest first. */
  calls: string[]
  treat: (host: string) => Treatment
  stop(): Promise<void>
}

/** Starts the imitations on a port of this machine; 0 picks a free one. Messages are told to `say`. */
export async function startFakeChannels(deps: {
  clock: Pick<Clock, 'now'>
  port: number
  say?: (line: string) => void
}): Promise<FakeChannels> {
  const shown: ShownMessage[] = []
  const calls: string[] = []

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://imitation')
    const [, host = '', ...rest] = pathname.split('/')
    const channel = channelOf(host)
    const now = deps.clock.now()
    const call = { host, path: `/${rest.join('/')}`, query, headers: plain(request), body: await bodyOf(request) }
    const reading = await channel.reads(call, now)
    if ('refuses' in reading) {
      calls.push(`${host} refused`)
      response.writeHead(reading.refuses.status).end(reading.refuses.body)
      return
    }
    const treatment = fake.treat(host)
    calls.push(`${host} ${treatment}`)
    if (treatment === 'takes' || treatment === 'loses') {
      shown.push({ host, at: now, text: reading.text, title: reading.title, id: reading.id })
      deps.say?.(`— ${host} —\n${reading.text}`)
    }
    if (treatment === 'takes') response.writeHead(200).end(channel.took)
    else if (treatment === 'busy') response.writeHead(channel.tooMany.status).end(channel.tooMany.body)
    else if (treatment === 'down') response.writeHead(500).end('<html>Internal Server Error</html>')
    else if (treatment === 'moves') response.writeHead(307, { Location: `${fake.url}/elsewhere/` }).end()
    else if (treatment === 'loses') response.destroy()
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(400).end())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(deps.port, '127.0.0.1', resolve)
  })
  const fake: FakeChannels = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    shown,
    calls,
    treat: () => 'takes',
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return fake
}

function plain({ headers }: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  )
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}
