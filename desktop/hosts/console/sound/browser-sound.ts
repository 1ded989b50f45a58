import type { Clock } from '../../../../shared/clock.ts'
import type { Locale } from '../../../../shared/locales.ts'
import type { Chime, ChoosableVoice, Logger } from '../../../core/ports.ts'
import type { Sound } from '../../../ui/bridge.ts'
import { createBrowserChime } from './browser-chime.ts'
import { createBrowserVoice } from './browser-voice.ts'
import { createVoices } from './voices.ts'

export interface BrowserSound {
  chime: Chime
  voice: ChoosableVoice
  /** Tells whether this page can be heard in a language. */
  state(locale: Locale): Sound
  /** Counts the browser's reports that its voices have changed. */
  voiceChanges(): number
  /** Unlocks sound; to be called from within a click or a key press, as browsers require. */
  unlock(): void
}

/** Makes all sound of this page. Every press anywhere unlocks it; `changed`: `state` may tell something new. */
export function createBrowserSound(deps: { clock: Clock; log: Logger; changed(): void }): BrowserSound {
  const { clock, log, changed } = deps
  const synth = 'speechSynthesis' in globalThis ? globalThis.speechSynthesis : undefined
  const context = 'AudioContext' in globalThis ? new AudioContext() : undefined
  const voices = createVoices(synth, clock)
  let voicesKnown = false
  let voiceChanges = 0
  let primed = false
  void voices.known.then(() => {
    voicesKnown = true
    changed()
  })
  context?.addEventListener('statechange', changed)
  synth?.addEventListener?.('voiceschanged', () => {
    voiceChanges += 1
    changed()
  })

  function unlock(): void {
    void context?.resume().catch(changed)
    if (primed || synth === undefined) return
    primed = true
    // Safari wants the first utterance itself to come from a press; an empty one is not heard.
    synth.speak(new SpeechSynthesisUtterance(''))
  }
  for (const press of ['pointerdown', 'keydown', 'click']) addEventListener(press, unlock, { capture: true })

  return {
    chime: createBrowserChime(context, clock),
    voice: createBrowserVoice({
      ...{ synth, voices, clock },
      missing: (voice) => log.warn('the chosen voice is not here; the browser’s choice speaks', { voice }),
    }),
    voiceChanges: () => voiceChanges,
    unlock,
    state(locale) {
      if (context === undefined && synth === undefined) return 'silent'
      if (context !== undefined && context.state !== 'running') return 'locked'
      return voicesKnown && voices.find(locale) === undefined ? 'no_voice' : 'ready'
    },
  }
}
