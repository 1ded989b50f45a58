import type { Clock } from '../../../shared/clock.ts'
import type { SystemVolume } from '../ports.ts'
import type { Settings } from '../settings.ts'
import {
  lookAtVolume,
  type PreparedVolume,
  prepareVolume,
  type VolumeOutcome,
  volumeOutcome,
} from './prepare-volume.ts'

/** The interval of looks at a system that was silent: the screen says so until somebody has turned it up. */
export const LOOK_AGAIN_MS = 15_000

/** The latest time at which this device raised the system's volume. */
export interface RaisedVolume {
  /** The volume, 0–1. */
  to: number
  /** Wall time, milliseconds. */
  at: number
}

export interface VolumeWatch {
  /** Looks before something is heard, and raises the system's volume where the owner allows that. Never rejects. */
  prepare(): Promise<PreparedVolume>
  raised(): RaisedVolume | undefined
  stop(): void
}

/** Watches the system's volume, from a moment in which it was too low until it lets sound through again. */
export function createVolumeWatch(deps: {
  systemVolume?: SystemVolume | undefined
  clock: Clock
  settings(): Settings
  /** Receives the outcome of every look. */
  looked(outcome: VolumeOutcome): void
}): VolumeWatch {
  const { clock } = deps
  let raised: RaisedVolume | undefined
  let stopped = false
  let cancel = () => {}

  function judge(outcome: VolumeOutcome): void {
    cancel()
    if (stopped) return
    if (outcome !== 'ok') cancel = clock.after(LOOK_AGAIN_MS, () => void lookAgain(outcome))
    deps.looked(outcome)
  }

  /** Looks again; a system that cannot tell now is still as it was. */
  async function lookAgain(before: VolumeOutcome): Promise<void> {
    const level = await lookAtVolume(deps)
    judge(level === undefined ? before : volumeOutcome(level, deps.settings()))
  }

  return {
    async prepare() {
      const prepared = await prepareVolume(deps)
      if (prepared.raisedTo !== undefined) raised = { to: prepared.raisedTo, at: clock.now() }
      if (deps.systemVolume !== undefined) judge(prepared.outcome)
      return prepared
    },
    raised: () => raised,
    stop() {
      stopped = true
      cancel()
    },
  }
}
