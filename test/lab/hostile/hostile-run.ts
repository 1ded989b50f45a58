import { hostClock } from '../../../shared/clock.ts'
import { drip, openSlow, type SlowConnection, type SlowKind } from './slow-clients.ts'
import { openTarget } from './target.ts'
import { startWellBehavedClient } from './well-behaved-client.ts'

export interface SiegeReport {
  connections: number
  /** Milliseconds from its opening until the last of a kind was closed by the server, by kind. */
  closedWithin: Record<string, number>
  payments: number
  /** The slowest, milliseconds: answered, and on the device. */
  slowest: { before: { answered: number; heard: number }; during: { answered: number; heard: number } }
  /** Megabytes of the server's memory; after: when most of it had come back, or was given up on. */
  memory: { before: number; most: number; after: number } | undefined
  violations: string[]
}

const PAYMENTS_BEFORE = 20
/** Between two payments, and between two bytes of a connection that drips. */
const PAUSE_MS = 50
const DRIP_MS = 1_000
/** No bound for speed, however slow the machine, but against waiting for the others. */
const ANSWERED_MS = 60_000
const MEGABYTE = 2 ** 20
/** What a connection may cost at most while it is open, the noise of everything else in it. */
const COST_MB = 0.1
const NOISE_MB = 100
const COMES_BACK_MS = 20_000

/**
 * Holds the server with connections that get on with nothing, while a customer pays and a device listens. `dir` is a
 * fresh folder.
 */
export async function runSiege(dir: string, wanted: readonly (readonly [SlowKind, number])[]): Promise<SiegeReport> {
  const clock = hostClock(globalThis)
  const pause = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve))
  const target = await openTarget(dir)
  const wellBehaved = await startWellBehavedClient(target, target.shops[0])
  const memory = () => (target.memory() ?? 0) / MEGABYTE
  const slowest = { before: { answered: 0, heard: 0 }, during: { answered: 0, heard: 0 } }
  let payments = 0
  const pay = async (when: keyof typeof slowest) => {
    const { answered, heard } = await wellBehaved.pay()
    payments++
    slowest[when] = {
      answered: Math.max(slowest[when].answered, answered),
      heard: Math.max(slowest[when].heard, heard),
    }
  }
  for (let n = 0; n < PAYMENTS_BEFORE; n++) await pay('before')

  const before = memory()
  let most = before
  let over = false
  const paying = (async () => {
    while (!over) {
      await pay('during')
      most = Math.max(most, memory())
      await pause(PAUSE_MS)
    }
  })()
  // Should it fail, that is told at the end, when it is waited for.
  paying.catch(() => {})
  const connections = await openSlow(target.url, wanted, clock.elapsed)
  let bytes = 0
  const dripping = clock.every(DRIP_MS, () => drip(connections, bytes++))
  const late = ({ kind, openedAt, closedAt }: SlowConnection) => (closedAt ?? clock.elapsed()) - openedAt > kind.within
  while (connections.some((one) => one.closedAt === undefined && !late(one))) await pause(PAUSE_MS)
  over = true
  await paying
  dripping()
  const cost = connections.length * COST_MB + NOISE_MB
  const until = clock.elapsed() + COMES_BACK_MS
  while (memory() > before + NOISE_MB && clock.elapsed() < until) await pause(PAUSE_MS)
  const after = memory()
  wellBehaved.leave()
  for (const { raw } of connections) raw.socket.destroy()

  const tooLate = connections.filter(late)
  const slow = Object.entries(slowest.during).filter(([, ms]) => ms > ANSWERED_MS)
  return {
    connections: connections.length,
    closedWithin: closedWithin(connections),
    payments,
    slowest,
    memory: target.memory() === undefined ? undefined : { before, most, after },
    violations: [
      ...wellBehaved.violations(),
      ...slow.map(([what, ms]) => `a payment was ${what} after ${ms.toFixed(0)} ms`),
      ...(tooLate[0] === undefined
        ? []
        : [`${tooLate.length} connections were held too long, ${tooLate[0].kind.name}`]),
      ...(most - before > cost ? [`I14: ${connections.length} connections took ${(most - before).toFixed(0)} MB`] : []),
      ...(await target.finish()),
    ],
  }
}

function closedWithin(connections: readonly SlowConnection[]): Record<string, number> {
  const longest: Record<string, number> = {}
  for (const { kind, openedAt, closedAt = Number.POSITIVE_INFINITY } of connections)
    longest[kind.name] = Math.max(longest[kind.name] ?? 0, Math.round(closedAt - openedAt))
  return longest
}
