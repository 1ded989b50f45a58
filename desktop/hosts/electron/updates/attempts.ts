import type { Clock } from '../../../../shared/clock.ts'
import type { UpdateRecordStore } from './update-record.ts'
import type { Offer } from './updater-port.ts'

/** A start within this time after the beginning of an installation is the app coming back by itself. */
const COMES_BACK_WITHIN_MS = 10 * 60_000

/** The installations that were begun: an installation ends the app, so only the next start knows its outcome. */
export interface Attempts {
  /** The outcome of the installation that the last run began. */
  readonly outcome: 'none' | 'installed' | 'failed'
  /** This start is the restart after an installation, successful or not. */
  readonly comesBack: boolean
  /** Counts the attempts at this version. */
  count(version: string | undefined): number
  /** Records an attempt; resolves to the call that takes it back. Rejects when the record cannot be written. */
  begin(offer: Offer, restart: boolean): Promise<() => Promise<void>>
  /** Makes a successful installation news. Rejects when the record cannot be written. */
  settle(): Promise<void>
}

/** Judges the last attempt by `version`, the one that runs. */
export function createAttempts(deps: { record: UpdateRecordStore; version: string; clock: Clock }): Attempts {
  const { record, version, clock } = deps
  const last = record.get().attempt
  const outcome = last?.version === version ? 'installed' : last?.from === version ? 'failed' : 'none'

  function count(of: string | undefined): number {
    const { attempt } = record.get()
    return attempt !== null && attempt.version === of ? attempt.count : 0
  }

  return {
    outcome,
    comesBack: outcome !== 'none' && last?.restart === true && Math.abs(clock.now() - last.at) < COMES_BACK_WITHIN_MS,
    count,
    async begin(offer, restart) {
      const before = record.get().attempt
      const attempt = { ...offer, from: version, count: count(offer.version) + 1, at: clock.now(), restart }
      await record.change({ attempt })
      return () => record.change({ attempt: before })
    },
    async settle() {
      if (outcome === 'installed' && last !== null)
        await record.change({ attempt: null, news: { version: last.version, notes: last.notes } })
    },
  }
}
