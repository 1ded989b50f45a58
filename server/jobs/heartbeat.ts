import type { Clock } from '../../shared/clock.ts'
import type { Context } from '../context/context.ts'
import { timedCall } from '../outbox/timed-call.ts'
import type { Job } from './ticker.ts'

/** Milliseconds between two calls. */
const EVERY_MS = 60_000
/** Milliseconds of the host's own time after which a call is ended, so that none is left over. */
const ENDS_AFTER_MS = 30_000

export interface HeartbeatDeps {
  clock: Clock
  logger: Context['logger']
  /** Resolves to nothing when this server can do its work. */
  check(): Promise<string | undefined>
}

/**
 * Lists the job that calls a monitor each minute while this server can do its work; none without an address. A server
 * that is dead, or whose disk
 * takes nothing, cannot tell anybody, but its silence can. The address is a secret, and is not logged.
 */
export function heartbeatJobs({ check, ...deps }: HeartbeatDeps, url: string | undefined): Job[] {
  if (url === undefined) return []
  const job: Job = {
    name: 'heartbeat',
    everyMs: EVERY_MS,
    async run(stopping) {
      if ((await check()) !== undefined) return
      const silence = { silence: 'the monitor behind HEARTBEAT_URL did not answer' }
      const status = await timedCall(deps, stopping, () => call(url), silence)
      if (status !== undefined && status >= 300)
        deps.logger.warn({ status }, 'the monitor behind HEARTBEAT_URL does not take the call')
    },
  }
  return [job]
}

async function call(url: string): Promise<number> {
  const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(ENDS_AFTER_MS) })
  await response.body?.cancel()
  return response.status
}
