import type { Locale } from '../../../shared/api/stores.ts'
import type { Clock } from '../../../shared/clock.ts'
import type { Chime, Voice } from '../../core/ports.ts'
import type { Sound } from '../../ui/bridge.ts'
import { createBrowserChime } from './browser-chime.ts'
import { createBrowserVoice } from './browser-voice.ts'
import { createVoices } from './voices.ts'

export interface BrowserSound {
  chime: Chime
  voice: Voice
  /** Whether this page can be heard in a language. */
  state(locale: Locale): Sound
  /** Call it from within a click or a key press: browsers let a page sound from then on. */
  unlock(): void
}

/** All sound of this page. Every press anywhere unlocks it; `changed`: `state` may tell something new. */
export function createBrowserSound({ clock, changed }: { clock: Clock; changed(): void }): BrowserSound {
  const synth = 'speechSynthesis' in globalThis ? globalThis.speechSynthesis : undefined
  const context = 'AudioContext' in globalThis ? new AudioContext() : undefined
  const voices = createVoices(synth, clock)
  let voicesKnown = false
  let primed = false
  void voices.known.then(() => {
    voicesKnown = true
    changed()
  })
  context?.addEventListener('statechange', changed)
  synth?.addEventListener?.('voiceschanged', changed)

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
    voice: createBrowserVoice({ synth, voices, clock }),
    unlock,
    state(locale) {
      if (context === undefined && synth === undefined) return 'silent'
      if (context !== undefined && context.state !== 'running') return 'locked'
      return voicesKnown && voices.find(locale) === undefined ? 'no_voice' : 'ready'
    },
  }
}
