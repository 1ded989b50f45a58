/** Beyond this difference from a signed time one of the two clocks is wrong. */
const ABOUT_RIGHT_MS = 5 * 60_000
/** Milliseconds for which evidence against a clock counts: a signer whose own clock is wrong may never call again. */
const EVIDENCE_MS = 15 * 60_000

/**
 * The meaning of a signed time. `replay`: it may be an old callback that somebody sends again, so that it says nothing
 * about a clock.
 */
export type Verdict = 'right' | 'wrong' | 'replay'

/** A time that somebody else has signed. */
export interface SignedTime {
  signer: string
  /** Milliseconds since 1970, by the signer's clock. */
  signedAt: number
  /** Milliseconds by which the wall clock was ahead of it when it came. */
  aheadMs: number
  /** The signer keeps its clock well, and it is not this machine's. */
  trusted: boolean
}

/** Evidence of signed times about the wall clock. */
export interface ClockEvidence {
  /**
   * Notes a signed time. A signature can be sent again by others and cannot be forged, so a time in the past counts only
   * when it is newer than every one that this signer has shown; to a clock that is behind, an old one looks right. A time
   * in the future is never a replay. One that is about right ends what its signer has said, or all if it is trusted.
   */
  hear(time: SignedTime): Verdict
  /** Moves the evidence with a wall clock that has jumped by `jumpMs` milliseconds. */
  shift(jumpMs: number): void
  /** By how much the wall clock seems to be ahead, milliseconds; `undefined` while nothing speaks against it. */
  wrongByMs(): number | undefined
  /** The newest time that each signer has signed, milliseconds since 1970. */
  newest: Map<string, number>
}

/** Makes an empty collection of evidence; `elapsed` reads monotonic milliseconds. */
export function createClockEvidence(elapsed: () => number): ClockEvidence {
  const newest = new Map<string, number>()
  let wrong: { byMs: number; at: number; signer: string } | undefined

  return {
    newest,
    hear({ signer, signedAt, aheadMs, trusted }) {
      const last = newest.get(signer) ?? Number.NEGATIVE_INFINITY
      newest.set(signer, Math.max(last, signedAt))
      if (Math.abs(aheadMs) <= ABOUT_RIGHT_MS) {
        if (signedAt < last) return 'replay'
        if (trusted || wrong?.signer === signer) wrong = undefined
        return 'right'
      }
      if (aheadMs > 0 && signedAt <= last) return 'replay'
      wrong = { byMs: aheadMs, at: elapsed(), signer }
      return 'wrong'
    },
    shift(jumpMs) {
      if (wrong !== undefined) wrong = { ...wrong, byMs: wrong.byMs + jumpMs }
    },
    wrongByMs() {
      if (wrong === undefined || elapsed() - wrong.at >= EVIDENCE_MS) return undefined
      return Math.abs(wrong.byMs) > ABOUT_RIGHT_MS ? wrong.byMs : undefined
    },
  }
}
