import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
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

/** Says where the server is. Devices and callers look before every attempt: each start takes another port. */
export function writeAddress(dir: string, url: string): void {
  const file = join(dir, 'address')
  writeFileSync(`${file}.new`, url)
  renameSync(`${file}.new`, file)
}

/** `undefined` while nobody has said so. */
export function readAddress(dir: string): string | undefined {
  try {
    return readFileSync(join(dir, 'address'), 'utf8')
  } catch {
    return undefined
  }
}
