import { execFile } from 'node:child_process'
import type { PrintReport } from '../../core/ports.ts'

/** The longest time for the queue to take a ticket, milliseconds. */
const LIMIT_MS = 8_000

/**
 * Gives bytes to a print queue of the system (CUPS, `lp -o raw`), which prints them as they are; they travel on standard
 * input, and no shell is in between. `ok` means that the queue has taken them: paper and cover are its own business.
 * Never rejects.
 */
export function printByLp(queue: string, bytes: Uint8Array, program = 'lp'): Promise<PrintReport> {
  return new Promise((resolve) => {
    const child = execFile(program, ['-d', queue, '-o', 'raw', '-'], { timeout: LIMIT_MS }, (error) => {
      if (error === null) resolve({ outcome: 'ok' })
      else if (error.killed === true) resolve({ outcome: 'timeout', doubt: true })
      else resolve({ outcome: 'queue_failed' })
    })
    // A program that is not there, or does not read, is told by the end above.
    child.stdin?.on('error', () => {})
    child.stdin?.end(bytes)
  })
}
