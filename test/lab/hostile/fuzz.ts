import { hostClock } from '../../../shared/clock.ts'
import { fuzzRequests } from './fuzz-requests.ts'
import { fuzzSockets } from './fuzz-sockets.ts'
import { openTarget } from './target.ts'

export interface FuzzReport {
  requests: number
  frames: number
  seconds: number
  /** How often, by status and by close code. */
  answers: Record<string, number>
  closes: Record<string, number>
  /** Megabytes of the server's memory: after the first third of the inputs, the most since, and at the end. */
  memory: { warm: number; most: number; end: number } | undefined
  violations: string[]
}

/** Looks at the server's memory this often. */
const LOOKS = 200
const MEGABYTE = 2 ** 20

/**
 * Throws `requests` requests and `frames` frames, hardly any of them right, at a server in a process of its own, both at
 * one time; then stops it in good order and looks at its log and its database. `dir` is a fresh folder.
 */
export async function runFuzz(
  dir: string,
  wanted: { seed: number; requests: number; frames: number },
): Promise<FuzzReport> {
  const { seed, requests, frames } = wanted
  const clock = hostClock(globalThis)
  const target = await openTarget(dir)
  const begun = clock.elapsed()
  const total = requests + frames
  const looks: number[] = []
  let inputs = 0
  const sent = () => {
    if (++inputs % Math.ceil(total / LOOKS) !== 0 || inputs < total / 3) return
    const bytes = target.memory()
    if (bytes !== undefined) looks.push(Math.round(bytes / MEGABYTE))
  }
  const died = target.server.exited.then(({ code, signal }): never => {
    throw new Error(`the server ended (${signal ?? code})\n${target.server.output()}`)
  })
  const [http, sockets] = await Promise.race([
    Promise.all([
      fuzzRequests(target, { seed, count: requests, sent }),
      fuzzSockets(target, { seed, count: frames, sent }),
    ]),
    died,
  ])
  // From here on its end is what is wanted.
  died.catch(() => {})
  const seconds = (clock.elapsed() - begun) / 1000
  const [warm, end] = [looks[0], looks.at(-1)]
  return {
    requests,
    frames,
    seconds,
    answers: http.answers,
    closes: sockets.answers,
    memory: warm === undefined || end === undefined ? undefined : { warm, most: Math.max(...looks), end },
    violations: [...http.found, ...sockets.found, ...(await target.finish())],
  }
}
