import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from '../../shared/clock.ts'
import { createFakeAliyunIvr, type FakeAliyunIvr } from './aliyun-ivr.ts'
import { readLetter, startFakeMail } from './mail.ts'
import { channelOf } from './robots.ts'
import { createFakeTwilio, type FakeTwilio } from './twilio.ts'

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

/** Robots, topics, webhooks, telephones and a mail server in small, on this machine. */
export interface FakeChannels {
  url: string
  /** The address of the mail server. */
  mailUrl: string
  /** The telephones, and what people do with a call. */
  twilio: FakeTwilio
  ivr: FakeAliyunIvr
  /** The messages that people have read, the oldest first. */
  shown: ShownMessage[]
  /** Every call, as `host treatment` or `host refused`, the oldest first. */
  calls: string[]
  treat: (host: string) => Treatment
  stop(): Promise<void>
}

/**
 * Starts the imitations on a port of this machine, and the mail server on the next; 0 picks free ones. Messages are told to
 * `say`. `deliver` makes the request of a report about a call, and resolves to the status of its answer.
 */
export async function startFakeChannels(deps: {
  clock: Pick<Clock, 'now'>
  port: number
  say?: (line: string) => void
  deliver?: (url: string, init: RequestInit) => Promise<number>
}): Promise<FakeChannels> {
  const shown: ShownMessage[] = []
  const calls: string[] = []
  const deliver = deps.deliver ?? (async (url, init) => (await fetch(url, init)).status)
  const twilio = createFakeTwilio((url, body, signature) =>
    deliver(url, { method: 'POST', body, headers: { 'X-Twilio-Signature': signature }, redirect: 'manual' }),
  )

  const ivr = createFakeAliyunIvr((url, body) =>
    deliver(url, { method: 'POST', body, headers: { 'Content-Type': 'application/json' }, redirect: 'manual' }),
  )

  function channelFor(host: string, { headers }: IncomingMessage) {
    if (host === 'api.twilio.com') return twilio.channel
    return headers['x-acs-action'] === 'IvrCall' ? ivr.channel : channelOf(host)
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://imitation')
    const [, host = '', ...rest] = pathname.split('/')
    const channel = channelFor(host, request)
    const now = deps.clock.now()
    const bytes = await bodyOf(request)
    const body = bytes.toString('utf8')
    const call = { host, path: `/${rest.join('/')}`, query, headers: plain(request), body, bytes }
    const reading = await channel.reads(call, now)
    if ('refuses' in reading) {
      calls.push(`${host} refused`)
      response.writeHead(reading.refuses.status).end(reading.refuses.body)
      return
    }
    const treatment = fake.treat(host)
    calls.push(`${host} ${treatment}`)
    if (treatment === 'takes' || treatment === 'loses') {
      reading.taken?.()
      shown.push({ host, at: now, text: reading.text, title: reading.title, id: reading.id })
      deps.say?.(`— ${host} —\n${reading.text}`)
    }
    if (treatment === 'takes')
      response.writeHead(reading.reply === undefined ? 200 : 201).end(reading.reply ?? channel.took)
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
  const mail = await startFakeMail({
    port: deps.port === 0 ? 0 : deps.port + 1,
    treat: () => fake.treat(MAIL_HOST),
    refused: () => calls.push(`${MAIL_HOST} refused`),
    took(letter, treatment) {
      calls.push(`${MAIL_HOST} ${treatment}`)
      if (treatment !== 'takes' && treatment !== 'loses') return
      const { text, title, id } = readLetter(letter)
      shown.push({ host: MAIL_HOST, at: deps.clock.now(), text, title, id })
      deps.say?.(`— ${MAIL_HOST} —\n${text}`)
    },
  })
  const fake: FakeChannels = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mailUrl: mail.url,
    twilio,
    ivr,
    shown,
    calls,
    treat: () => 'takes',
    async stop() {
      await mail.stop()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
  return fake
}

/** The name of the mail server among the calls. */
const MAIL_HOST = 'smtp.imitated.example'

function plain({ headers }: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  )
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts)
}
