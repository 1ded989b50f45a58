import { addressesOf, type Standing } from './contenders/contender.ts'
import type { DevicesCalls, Received, Return } from './devices-process.ts'
import { type Asker, askChild } from './family.ts'
import { addRoamed, type Roamed } from './roaming.ts'
import type { Processes } from './start-processes.ts'

/** All devices, spread over a few processes: one process cannot play thousands and keep time. */
export interface Fleet {
  pids: number[]
  /** Connects them all, in every process at once; resolves to how long the slowest process took, ms. */
  connect(): Promise<number>
  /** Waits until connections break, and connects those devices again: all, or those of the node `lost` to others. */
  comeBack(lost?: string): Promise<Return>
  /** `expected`: how many receipts there can be, all devices together. */
  gather(expected: number, patienceMs: number): Promise<Received>
  /** Devices report from now on how each announcement went, or no longer. */
  announce(on: boolean): Promise<void>
  /** Reports sent so far. */
  reported(): Promise<number>
  /** What happened to devices that come and go; where each is in its store's log, in their order. Ends their wandering. */
  settle(): Promise<{ roamed: Roamed; positions: number[] }>
  leave(): Promise<void>
}

export interface FleetSetup {
  processes: number
  stores: number
  devicesPerStore: number
  firstOrder: number
  orders: number
  /** Devices report how each announcement went. */
  announced?: boolean
  /** Devices come and go: how long each stays connected on average, ms. */
  roamMs?: number
}

export function createFleet(group: Processes, standing: Pick<Standing, 'url' | 'urls' | 'tokens'>, setup: FleetSetup) {
  const { tokens } = standing
  const { processes, ...common } = setup
  const share = Math.ceil(tokens.length / processes)
  const members = Array.from({ length: processes }, (_, i) => {
    const child = group.start(['test/lab/bench/devices-process.ts'])
    return {
      pid: child.pid ?? Number.NaN,
      asker: askChild<DevicesCalls>(child, `devices ${i + 1}`),
      role: {
        ...common,
        urls: addressesOf(standing),
        tokens: tokens.slice(i * share, (i + 1) * share),
        first: i * share,
        ...(processes > 1 && { localAddress: `127.0.0.${i + 2}` }),
      },
    }
  })
  const all = <T>(ask: (asker: Asker<DevicesCalls>, index: number) => Promise<T>) =>
    Promise.all(members.map(({ asker }, index) => ask(asker, index)))

  const fleet: Fleet = {
    pids: members.map(({ pid }) => pid),
    async connect() {
      const took = await Promise.all(members.map(({ asker, role }) => asker.ask('connect', role)))
      return Math.max(...took.map(({ tookMs }) => tookMs))
    },
    async comeBack(lost) {
      const back = await all((asker) => asker.ask('comeBack', { lost }))
      return {
        syncedAt: Float64Array.from(back.flatMap(({ syncedAt }) => [...syncedAt])),
        failed: sum(back.map(({ failed }) => failed)),
      }
    },
    async gather(expected, patienceMs) {
      const parts = await all((asker, index) =>
        asker.ask('gather', {
          patienceMs,
          expected: Math.round((expected * (members[index]?.role.tokens.length ?? 0)) / tokens.length),
        }),
      )
      return {
        receivedAt: merged(parts.map(({ receivedAt }) => receivedAt)),
        doubles: sum(parts.map(({ doubles }) => doubles)),
        dropped: sum(parts.map(({ dropped }) => dropped)),
        foreign: sum(parts.map(({ foreign }) => foreign)),
        gaps: sum(parts.map(({ gaps }) => gaps)),
      }
    },
    async announce(on) {
      await all((asker) => asker.ask('announce', on))
    },
    async reported() {
      return sum(await all((asker) => asker.ask('reported', undefined as never)))
    },
    async settle() {
      const parts = await all((asker) => asker.ask('settle', undefined as never))
      return {
        roamed: addRoamed(parts.map(({ roamed }) => roamed)),
        positions: parts.flatMap(({ positions }) => positions),
      }
    },
    async leave() {
      await all((asker) => asker.ask('leave', undefined as never))
    },
  }
  return fleet
}

/** Each order is heard of in one process; everywhere else its place is 0. */
function merged(parts: readonly Float64Array[]): Float64Array {
  const [first = new Float64Array(0), ...others] = parts
  for (const part of others) for (const [i, at] of part.entries()) if (at > 0) first[i] = at
  return first
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0)
}
