import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SeededRandom } from '../../support/seeded-random.ts'
import type { StoryTime } from './story-clock.ts'

/** What every process of a run is told. */
export interface RunOptions {
  /** The run's folder: the database, the journals, and where the server is. */
  dir: string
  time: StoryTime
  seed: number
}

export interface LoadOptions extends RunOptions {
  /** The journal of this process. */
  journal: string
  secret: string
  orderingKey: string
  stores: { storeId: string; devices: { deviceId: string; token: string }[] }[]
  /** Customers at one time. */
  customers: number
  /** A pause between two of them; default: none. */
  pauseMs?: number | undefined
  /** Whether it tells, as `served`, how many customers it is through with, after each of them. */
  tells?: boolean | undefined
}

export interface DeviceOptions extends RunOptions {
  journal: string
  token: string
  /** Stores the cursor before what it stands for: a fault, to see that the checks notice. */
  cursorFirst?: boolean
}

/** Says where the server is, or the servers are. Devices and callers look before every attempt: each start takes another port. */
export function writeAddress(dir: string, ...urls: string[]): void {
  const file = join(dir, 'address')
  writeFileSync(`${file}.new`, urls.join('\n'))
  renameSync(`${file}.new`, file)
}

/** One of the servers' addresses, by chance where there are several; `undefined` while nobody has said so. */
export function pickAddress(dir: string, random: SeededRandom): string | undefined {
  const urls = readAddress(dir)?.split('\n')
  return urls !== undefined && urls.length > 1 ? random.pick(urls) : urls?.[0]
}

/** `undefined` while nobody has said so. */
export function readAddress(dir: string): string | undefined {
  try {
    return readFileSync(join(dir, 'address'), 'utf8')
  } catch {
    return undefined
  }
}
