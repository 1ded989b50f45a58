import type { Clock } from '../../../../shared/clock.ts'
import type { UpdateRecordStore } from './update-record.ts'
import type { Offer } from './updater-port.ts'

/** A start so soon after an installation was begun is the app coming back by itself. */
const COMES_BACK_WITHIN_MS = 10 * 60_000

/** The installations that were begun: an installation ends the app, so only the next start knows what became of it. */
export interface Attempts {
  /** What became of the one that the last run began. */
  readonly outcome: 'none' | 'installed' | 'failed'
  /** This start is the restart after an installation, successful or not. */
  readonly comesBack: boolean
  /** How often this version was tried. */
  count(version: string | undefined): number
  /** Writes down what is about to happen; resolves to what takes it back. Rejects when that cannot be written. */
  begin(offer: Offer, restart: boolean): Promise<() => Promise<void>>
  /** After a successful one: from now on it is news. */
  settle(): Promise<void>
}

/** `version` is the one that runs. */
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
