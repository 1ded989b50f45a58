import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Logger } from '../../core/ports.ts'

/** A log that reaches this size is put aside as `<name>.1`; the one before that is dropped. */
const LARGEST_BYTES = 1024 * 1024

/**
 * Opens a log of technical lines, one JSON object each, for whoever looks for the reason of something. A disk that
 * refuses loses lines of the log, and stops nothing.
 */
export function createFileLog(path: string, now: () => number): Logger {
  const line = (level: string) => (message: string, facts?: Record<string, unknown>) => {
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) >= LARGEST_BYTES) renameSync(path, `${path}.1`)
      const entry = { at: new Date(now()).toISOString(), level, message, ...facts }
      appendFileSync(path, `${JSON.stringify(entry)}\n`, { mode: 0o600 })
    } catch {
      // There is no better place to say it: the screen is for people.
    }
  }
  return { info: line('info'), warn: line('warn'), error: line('error') }
}
