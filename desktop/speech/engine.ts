import type { AbilitiesIn } from '../../shared/phrases/reading/abilities.ts'
import type { InstalledVoice, SpeechOutcome, SystemVolume, Utterance } from '../core/ports.ts'

/** The outcome of one utterance, with the engine's own reason if it has one (for logs; never the text spoken). */
export interface SpeechResult {
  outcome: SpeechOutcome
  detail?: string
}

/** One utterance in the mouth of an engine. */
export interface Saying {
  /** Settles when the engine is done with it and is free again. Never rejects. */
  result: Promise<SpeechResult>
  /** Ends it at once by killing our own child. Harmless when it is over. */
  silence(): void
}

/** One look at what is installed. */
export interface Listing {
  /** The installed voices; `undefined` when the list cannot be had. Never rejects. */
  voices: Promise<readonly InstalledVoice[] | undefined>
  /** Ends it at once by killing our own child. Harmless when it is over. */
  abandon(): void
}

/**
 * The port that turns text into sound on one system. The queue in front of it (`queued-voice.ts`) guarantees: the text
 * has passed `defendText`, rate and volume are in range, and neither `say` nor `list` comes before the former result.
 * An engine may use `line.voice` as it stands: `chosen-voice.ts` lets none pass that its own list does not hold.
 */
export interface SpeechEngine {
  /** Absent: as espeak-ng. */
  abilities?: AbilitiesIn
  /** `begun` is called when the engine starts on the text: from then on the time limit is the text's own. */
  say(line: Utterance, begun: () => void): Saying
  list(): Listing
  /** Gets ready ahead of the first utterance, where that takes time. */
  warm(): void
  /** Lets go of every process. */
  close(): void
  /** The system's volume, as this engine's way into the system knows it. Absent: nothing is heard, or nobody can tell. */
  systemVolume?: SystemVolume
}

/** Makes the saying of an engine that knows its result at once. */
export function alreadySaid(result: SpeechResult): Saying {
  return { result: Promise.resolve(result), silence: () => {} }
}
