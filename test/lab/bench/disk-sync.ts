import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { machineMs } from './clock.ts'
import { type Latency, latency } from './figures.ts'

const TIMES = 200
const BYTES = 4_096

/** How long this disk takes to make an appended page durable, ms: the floor of every answer to a payment. */
export function measureDiskSync(parent: string): Latency {
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
    return latency(took)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
