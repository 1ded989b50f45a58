import type {
  Alert,
  Chime,
  Dialog,
  Outcome,
  Ring,
  SpeechOutcome,
  Utterance,
  Voice,
} from '../../../../desktop/core/ports.ts'

/** A voice that speaks when the test lets it. */
export interface FakeVoice extends Voice {
  /** Everything it was told ahead, in order. */
  prepared: Utterance[]
  /** Everything it was asked to say, in order. */
  asked: Utterance[]
  /** What is being said now. */
  current(): string | undefined
  /** Ends what is being said now. */
  finish(outcome?: SpeechOutcome): void
  /** From now on: `auto` says everything at once, `manual` waits for `finish`, `dead` never returns, `broken` throws. */
  mode: 'auto' | 'manual' | 'dead' | 'broken'
  /** What `auto` answers. */
  outcome: SpeechOutcome
  stops: number
}

export function createFakeVoice(mode: FakeVoice['mode'] = 'auto'): FakeVoice {
  let resolve: ((outcome: SpeechOutcome) => void) | undefined
  const voice: FakeVoice = {
    prepared: [],
    prepare: (utterance) => void voice.prepared.push(utterance),
    asked: [],
    mode,
    outcome: 'ok',
    stops: 0,
    current: () => (resolve === undefined ? undefined : voice.asked.at(-1)?.text),
    finish: (outcome = 'ok') => settle(outcome),
    speak(utterance) {
      voice.asked.push(utterance)
      if (voice.mode === 'broken') throw new Error('no engine')
      if (voice.mode === 'auto') return Promise.resolve(voice.outcome)
      if (voice.mode === 'dead') return new Promise(() => {})
      return new Promise((settled) => {
        resolve = settled
      })
    },
    stop() {
      voice.stops++
      settle('stopped')
    },
  }
  function settle(outcome: SpeechOutcome): void {
    const settled = resolve
    resolve = undefined
    settled?.(outcome)
  }
  return voice
}

export interface FakeChime extends Chime {
  played: Ring[]
  outcome: Outcome | 'never'
}

export function createFakeChime(): FakeChime {
  const chime: FakeChime = {
    played: [],
    outcome: 'ok',
    play(ring) {
      chime.played.push(ring)
      return chime.outcome === 'never' ? new Promise(() => {}) : Promise.resolve(chime.outcome)
    },
  }
  return chime
}

export interface FakeDisplay extends Dialog {
  /** `id#n` of everything shown, in order. */
  history: string[]
  /** What stands there now, by reminder id. */
  standing: Map<string, Alert>
  outcome: Outcome | 'never' | 'throws'
}

export function createFakeDisplay(): FakeDisplay {
  const display: FakeDisplay = {
    history: [],
    standing: new Map(),
    outcome: 'ok',
    show(alert) {
      if (display.outcome === 'throws') throw new Error('no display')
      display.history.push(`${alert.reminder.id}#${alert.reminder.n}`)
      display.standing.set(alert.reminder.id, alert)
      return display.outcome === 'never' ? new Promise(() => {}) : Promise.resolve(display.outcome)
    },
    dismiss(id) {
      display.standing.delete(id)
    },
  }
  return display
}
