import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { machineMs } from './clock.ts'
import { answerParent } from './family.ts'
import { createPoster } from './poster.ts'

/** Strangers who guess at pairing codes, and the owners of some codes, who type theirs among them. Linux only. */

export interface Siege {
  url: string
  /** Guesses a second, and the number of addresses from which they come in turn. */
  guesses: number
  seconds: number
  /** Right codes, each typed once, evenly spaced, from an address of its own. */
  codes: readonly string[]
  /** A moment of `machineMs`. */
  startAt: number
}

export interface SiegeAnswers {
  /** How many guesses got each HTTP status; 0: no answer. */
  statuses: Record<number, number>
  /** For each right code: its status, and milliseconds from the moment at which it was due. */
  owners: { status: number; ms: number }[]
}

const calls = { besiege }
export type GuessesCalls = typeof calls

async function besiege({ url, guesses, seconds, codes, startAt }: Siege): Promise<SiegeAnswers> {
  const { hostname, port } = new URL(url)
  const from = (localAddress: string) => createPoster({ host: hostname, port: Number(port), localAddress }, 1)
  const strangers = Array.from({ length: guesses }, (_, i) => from(`127.1.${Math.floor(i / 250)}.${(i % 250) + 1}`))
  const owners = codes.map((_, i) => from(`127.2.0.${i + 1}`))
  const statuses: SiegeAnswers['statuses'] = {}
  const guessing = onSchedule(startAt, guesses, guesses * seconds, async (i) => {
    const { status } = await typed(strangers[i % guesses] as ReturnType<typeof from>, randomCode())
    statuses[status] = (statuses[status] ?? 0) + 1
  })
  const pairing = onSchedule(startAt, codes.length / seconds, codes.length, async (i, due) => {
    const { status, at } = await typed(owners[i] as ReturnType<typeof from>, codes[i] ?? '')
    return { status, ms: at - due }
  })
  const [paired] = await Promise.all([pairing, guessing])
  for (const poster of [...strangers, ...owners]) poster.close()
  return { statuses, owners: paired }
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

function typed(poster: ReturnType<typeof createPoster>, code: string): Promise<{ status: number; at: number }> {
  const body = JSON.stringify({ code, name: 'bench', platform: 'bench' })
  const head = `POST /v1/devices/pair HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`
  return new Promise((resolve) => {
    poster.post(`${head}\r\n\r\n${body}`, (status) => resolve({ status, at: machineMs() }))
  })
}

function randomCode(): string {
  return String(randomInt(1e12)).padStart(12, '0')
}

answerParent(calls)
