import type { Seam } from './seam.ts'

/** Clients with one fault each in the real core, to see that the checks notice. */
export type ClientMutantName =
  | 'marks_before_playing'
  | 'acks_before_storing'
  | 'jumps_gaps'
  | 'counts_repeats'
  | 'announces_anew'

const ANNOUNCER = { module: 'desktop/core/announcer/announcer.ts', export: 'createAnnouncer' }
const INBOX = { module: 'desktop/core/inbox/inbox.ts', export: 'createInbox' }
const LOCAL_REPEATS = { module: 'desktop/core/announcer/local-repeats.ts', export: 'createLocalRepeats' }
const DISPLAYS = { module: 'desktop/core/announcer/displays.ts', export: 'createDisplays' }

const COUNTS_REPEATS = new URL('./client/counts-repeats.ts', import.meta.url)

export const CLIENT_MUTANTS: Record<ClientMutantName, readonly Seam[]> = {
  marks_before_playing: [{ ...ANNOUNCER, by: new URL('./client/marks-before-playing.ts', import.meta.url) }],
  acks_before_storing: [{ ...INBOX, by: new URL('./client/acks-before-storing.ts', import.meta.url) }],
  jumps_gaps: [{ ...INBOX, by: new URL('./client/jumps-gaps.ts', import.meta.url) }],
  counts_repeats: [
    { ...ANNOUNCER, by: COUNTS_REPEATS },
    { ...LOCAL_REPEATS, by: COUNTS_REPEATS },
  ],
  announces_anew: [{ ...DISPLAYS, by: new URL('./client/announces-anew.ts', import.meta.url) }],
}

/** For the clients and the bare devices of a storm: neither notices that nothing comes any more. */
export const DEAF_SEAMS: readonly Seam[] = [
  {
    module: 'shared/protocol/limits.ts',
    export: 'SILENCE_MS',
    by: new URL('./client/deaf.ts', import.meta.url),
  },
]
