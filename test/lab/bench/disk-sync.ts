import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { machineMs } from './clock.ts'
import { type Latency, latency } from './figures.ts'

const TIMES = 200
const BYTES = 4_096

/** The time that a disk takes to make an appended page durable, ms: the floor of every answer to a payment. */
export interface DiskSync extends Latency {
  perSecond: number
}

/** Measures the disk of the folder `parent`. */
export function measureDiskSync(parent: string): DiskSync {
  const dir = mkdtempSync(join(parent, 'laidan-disk-'))
  try {
    const file = openSync(join(dir, 'pages'), 'w')
    const page = Buffer.alloc(BYTES, 1)
    const took = Array.from({ length: TIMES }, () => {
      const before = machineMs()
      writeSync(file, page)
      fdatasyncSync(file)
      return machineMs() - before
    })
    closeSync(file)
    return { ...latency(took), perSecond: (took.length * 1_000) / took.reduce((sum, one) => sum + one, 0) }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
