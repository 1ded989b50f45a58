import type { Clock } from '../../../shared/clock.ts'
import type { FailedAttempt, LinkFault, LinkProbe } from '../ports.ts'
import { faultOfClose } from './link-fault.ts'

/** The shortest and the longest pause between two probes of one outage; each is twice as long as the one before. */
const FIRST_PAUSE_MS = 10_000
const LONGEST_PAUSE_MS = 60_000

/** Keeps the reason for which a device is offline, from the first failed attempt until the link is in sync. */
export interface LinkDiagnosis {
  fault(): LinkFault | undefined
  /** Notes an attempt that failed; asks for the reason where the close code does not tell it. */
  failed(attempt: FailedAttempt): void
  /** Lets the next failure be probed at once: the surroundings have changed. */
  hurry(): void
  /** Forgets everything; the link is in sync, or not wanted any more. */
  rest(): void
}

/**
 * Makes the diagnosis of one connection. One probe runs at a time, and an outage of hours costs one a minute. A fault
 * stays until another is known, so that the screen does not change its mind at every attempt.
 */
export function createLinkDiagnosis(deps: {
  clock: Clock
  /** Absent: this host cannot ask, and only close codes tell. */
  probe?: LinkProbe | undefined
  /** Called when `fault()` has changed outside of `failed`. */
  changed(): void
}): LinkDiagnosis {
  const { clock } = deps
  let fault: LinkFault | undefined
  /** Monotonic time, milliseconds, before which no probe is made. */
  let notBefore = -Infinity
  let pauseMs = FIRST_PAUSE_MS
  /** The number of probes and ends; an answer that comes after another end is dropped. */
  let turn = 0
  let asking = false

  async function ask(probe: LinkProbe, attempt: FailedAttempt): Promise<void> {
    const mine = ++turn
    asking = true
    notBefore = clock.elapsed() + pauseMs
    pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * pauseMs)
    const found = await probe(attempt).catch(() => undefined)
    if (mine !== turn) return
    asking = false
    const same = found?.kind === fault?.kind && found?.why === fault?.why
    fault = found
    if (!same) deps.changed()
  }

  function hurry(): void {
    notBefore = -Infinity
    pauseMs = FIRST_PAUSE_MS
  }

  return {
    fault: () => fault,
    failed(attempt) {
      const told = faultOfClose(attempt.code)
      if (told !== undefined) fault = told
      else if (deps.probe !== undefined && !asking && clock.elapsed() >= notBefore) void ask(deps.probe, attempt)
    },
    hurry,
    rest() {
      turn++
      asking = false
      fault = undefined
      hurry()
    },
  }
}
