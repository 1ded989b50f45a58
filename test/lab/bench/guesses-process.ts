import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { machineMs } from './clock.ts'
import { answerParent } from './family.ts'
import { createPoster } from './poster.ts'

/** Strangers who guess at pairing codes, and the owners of some codes, who type theirs among them. Linux only. */

export interface Siege {
  url: string
  /** A guess at a pairing code, or, as a control, a request for `/healthz`. */
  request: 'guess' | 'healthz'
  /** Requests a second, and the number of addresses from which they come in turn. */
  perSecond: number
  seconds: number
  /** Whether each address keeps its connection, or opens a new one for each request. */
  connections: 'kept' | 'new'
  /** Number of the siege, from 0 to 49; each has addresses of its own. */
  number: number
  /** Right codes, each typed once, evenly spaced, from an address of its own. */
  codes: readonly string[]
  /** A moment of `machineMs`. */
  startAt: number
}

export interface SiegeAnswers {
  /** How many requests got each HTTP status; 0: no answer. */
  statuses: Record<number, number>
  /** For each right code: its status, and milliseconds from the moment at which it was due. */
  owners: { status: number; ms: number }[]
}

/** Sends a request and resolves to the status of its answer; 0: there was none. */
type Send = (request: string) => Promise<number>

const calls = { besiege }
export type GuessesCalls = typeof calls

async function besiege({ url, startAt, seconds, codes, perSecond, ...siege }: Siege): Promise<SiegeAnswers> {
  const { hostname, port } = new URL(url)
  const open: { close(): void }[] = []
  function from(localAddress: string): Send {
    const connect = () => createPoster({ host: hostname, port: Number(port), localAddress }, 1)
    if (siege.connections === 'new') return (request) => sendOnce(connect(), request)
    const poster = connect()
    open.push(poster)
    return (request) => new Promise((resolve) => poster.post(request, resolve))
  }
  const network = (kind: number) => `127.${100 + 2 * siege.number + kind}`
  const strangers = Array.from({ length: perSecond }, (_, i) =>
    from(`${network(0)}.${Math.floor(i / 250)}.${(i % 250) + 1}`),
  )
  const owners = codes.map((_, i) => from(`${network(1)}.0.${i + 1}`))
  const statuses: SiegeAnswers['statuses'] = {}
  const besieging = onSchedule(startAt, perSecond, perSecond * seconds, async (i) => {
    const status = await (strangers[i % perSecond] as Send)(siege.request === 'guess' ? tryAt(randomCode()) : HEALTHZ)
    statuses[status] = (statuses[status] ?? 0) + 1
  })
  const pairing = onSchedule(startAt, codes.length / seconds, codes.length, async (i, due) => {
    const status = await (owners[i] as Send)(tryAt(codes[i] ?? ''))
    return { status, ms: machineMs() - due }
  })
  const [paired] = await Promise.all([pairing, besieging])
  for (const poster of open) poster.close()
  return { statuses, owners: paired }
}

async function sendOnce(poster: ReturnType<typeof createPoster>, request: string): Promise<number> {
  const status = await new Promise<number>((resolve) => poster.post(request, resolve))
  poster.close()
  return status
}

/** Runs `count` tasks, `rate` a second, however long each takes (open loop); resolves to their results. */
async function onSchedule<T>(
  startAt: number,
  rate: number,
  count: number,
  task: (index: number, due: number) => Promise<T>,
): Promise<T[]> {
  const results: Promise<T>[] = []
  while (results.length < count) {
    const due = startAt + (results.length * 1_000) / rate
    const wait = due - machineMs()
    if (wait > 0) await pause(wait)
    results.push(task(results.length, due))
  }
  return await Promise.all(results)
}

const HEALTHZ = 'GET /healthz HTTP/1.1\r\nHost: bench\r\n\r\n'

function tryAt(code: string): string {
  const body = JSON.stringify({ code, name: 'bench', platform: 'bench' })
  return `POST /v1/devices/pair HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
}

function randomCode(): string {
  return String(randomInt(1e12)).padStart(12, '0')
}

answerParent(calls)
