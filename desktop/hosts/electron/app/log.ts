import { join } from 'node:path'
import electronLog from 'electron-log/node.js'
import type { Logger } from '../../../core/ports.ts'

export const LOG_FILE = 'laidan.log'
/** The most bytes of a log file; there are two, the current and the one before. */
const LARGEST_BYTES = 2_000_000
/** The names of facts that are never written. */
const SECRET = /token|secret|password|code$|key$|authorization/i

/** Opens a log in `folder`, one line an event, rotated by size. */
export function createLog(folder: string): Logger {
  const log = electronLog.create({ logId: 'laidan' })
  log.transports.file.resolvePathFn = () => join(folder, LOG_FILE)
  log.transports.file.maxSize = LARGEST_BYTES
  log.transports.console.level = 'warn'

  const write =
    (level: 'info' | 'warn' | 'error') =>
    (message: string, facts: Record<string, unknown> = {}): void =>
      log[level](Object.keys(facts).length === 0 ? message : `${message} ${JSON.stringify(withoutSecrets(facts))}`)
  return { info: write('info'), warn: write('warn'), error: write('error') }
}

/** Puts `[secret]` in place of every value whose name says that it is one. */
export function withoutSecrets(facts: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, SECRET.test(name) ? '[secret]' : value]),
  )
}
