import type { Clock } from '../../../shared/clock.ts'
import type { SystemVolume, VolumeLevel } from '../ports.ts'
import type { Settings } from '../settings.ts'
import { withTimeout } from '../with-timeout.ts'

/** How the system lets sound through: `ok` also where the host cannot tell. */
export type VolumeOutcome = 'ok' | 'output_muted' | 'output_low'

/** The system's volume before something is heard. `raisedTo`: it was raised to this, 0–1. */
export interface PreparedVolume {
  outcome: VolumeOutcome
  raisedTo?: number
}

/**
 * The longest look at the system's volume, and the longest attempt to raise it, milliseconds. They take some hundredths
 * of a second, beside chime and words; a busy machine may take long.
 */
export const LOOK_LIMIT_MS = 12_000
export const RAISE_LIMIT_MS = 12_000
/** The volume below which a system is too quiet where its owner has named none. A judgement, not a measurement. */
const LOW_VOLUME = 0.25
/** The difference that a system's steps may make between the volume that was set and the one that is read. */
const STEP = 0.03

interface VolumeDeps {
  /** Absent: the host has no way to look. */
  systemVolume?: SystemVolume | undefined
  clock: Clock
  settings(): Settings
}

/** Judges a level by the owner's floor, or by our own where raising is not allowed. */
export function volumeOutcome(
  level: VolumeLevel | undefined,
  { raiseVolume, volumeFloor }: Pick<Settings, 'raiseVolume' | 'volumeFloor'>,
): VolumeOutcome {
  if (level === undefined) return 'ok'
  if (level.muted || level.volume === 0) return 'output_muted'
  const least = (raiseVolume ? volumeFloor : LOW_VOLUME) - STEP
  return level.volume !== undefined && level.volume < least ? 'output_low' : 'ok'
}

/** Looks at the system's volume within {@link LOOK_LIMIT_MS}; `undefined`: the host cannot tell. Never rejects. */
export async function lookAtVolume({ systemVolume, clock }: VolumeDeps): Promise<VolumeLevel | undefined> {
  if (systemVolume === undefined) return undefined
  const level = await withTimeout(clock, LOOK_LIMIT_MS, () => systemVolume.look())
  return typeof level === 'object' ? level : undefined
}

/**
 * Looks at the system's volume before something is heard. One that is muted or too low is raised to the owner's floor
 * where the settings allow it, and looked at again: what a system did counts, and not what it was told. Never rejects.
 */
export async function prepareVolume(deps: VolumeDeps): Promise<PreparedVolume> {
  const { systemVolume, clock } = deps
  const settings = deps.settings()
  const level = await lookAtVolume(deps)
  const outcome = volumeOutcome(level, settings)
  if (outcome === 'ok' || systemVolume === undefined || !settings.raiseVolume) return { outcome }
  // One that is muted alone keeps its volume.
  const wanted = Math.max(settings.volumeFloor, Math.min(1, level?.volume ?? 0))
  await withTimeout(clock, RAISE_LIMIT_MS, () => systemVolume.raise(wanted))
  const after = volumeOutcome(await lookAtVolume(deps), settings)
  return after === 'ok' ? { outcome: after, raisedTo: wanted } : { outcome: after }
}
