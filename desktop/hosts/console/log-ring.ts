import type { Clock } from '../../../shared/clock.ts'
import type { Logger } from '../../core/ports.ts'

const MOST_LINES = 500

/** The last few hundred log lines, in memory: a page has no file to write to. */
export interface LogRing extends Logger {
  text(): string
}

/** Makes an empty log. */
export function createLogRing(clock: Clock): LogRing {
  const lines: string[] = []
  const write =
    (level: string) =>
    (message: string, facts: Record<string, unknown> = {}) => {
      lines.push(`${new Date(clock.now()).toISOString()} ${level} ${message} ${JSON.stringify(facts)}`)
      if (lines.length > MOST_LINES) lines.shift()
    }
  return { info: write('info'), warn: write('warn'), error: write('error'), text: () => lines.join('\n') }
}
