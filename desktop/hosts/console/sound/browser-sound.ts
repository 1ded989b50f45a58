import type { Clock } from '../../../../shared/clock.ts'
import type { Locale } from '../../../../shared/locales.ts'
import type { Chime, ChoosableVoice, Logger } from '../../../core/ports.ts'
import type { Settings } from '../../../core/settings.ts'
import type { Sound } from '../../../core/statements/host-sound.ts'
import type { SpeechRequests } from '../net/speech-requests.ts'
import { createBrowserChime } from './browser-chime.ts'
import { createBrowserVoice } from './browser-voice.ts'
import { createServerVoice } from './server-voice.ts'
import { createSoundPlayer } from './sound-player.ts'
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
  /** Speaks as the device with this token where the server has to render speech; `undefined`: this is no device. */
  speakAs(token: string | undefined): void
  /** Tells how this device speaks, and whether its server is there to speak so. */
  linked(manner: Manner, connected: boolean): void
}

/** Language and speed. */
type Manner = Pick<Settings, 'locale' | 'rate'>

/** Makes all sound of this page. Every press anywhere unlocks it; `changed`: `state` may tell something new. */
export function createBrowserSound(deps: {
  clock: Clock
  log: Logger
  requests: SpeechRequests
  changed(): void
}): BrowserSound {
  const { clock, log, requests, changed } = deps
  const synth = 'speechSynthesis' in globalThis ? globalThis.speechSynthesis : undefined
  const context = 'AudioContext' in globalThis ? new AudioContext() : undefined
  const voices = createVoices(synth, clock)
  const server = createServerVoice({ requests, player: createSoundPlayer(context, clock), log, changed })
  let voicesKnown = false
  let voiceChanges = 0
  let primed = false
  /** The manner in which the server may have to speak; absent: it is not there. */
  let wanted: Manner | undefined
  void voices.known.then(() => {
    voicesKnown = true
    look()
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

  function look(): void {
    if (wanted !== undefined && voicesKnown && context !== undefined && voices.find(wanted.locale) === undefined)
      server.look(wanted)
  }

  /** Tells who speaks a language for which this browser has no voice. */
  function stateByServer(locale: Locale): Sound {
    const speech = server.state(locale)
    if (speech === 'speaks') return 'server_voice'
    return speech === 'silent' ? 'no_voice' : 'ready'
  }

  return {
    chime: createBrowserChime(context, clock),
    voice: createBrowserVoice({
      ...{ synth, voices, server, clock },
      missing: (voice) => log.warn('the chosen voice is not here; the browser’s choice speaks', { voice }),
    }),
    voiceChanges: () => voiceChanges,
    unlock,
    speakAs(token) {
      requests.use(token)
      server.forget()
    },
    linked(manner, connected) {
      if (connected && wanted === undefined) server.doubt()
      wanted = connected ? manner : undefined
      look()
    },
    state(locale) {
      if (context === undefined && synth === undefined) return 'silent'
      if (context !== undefined && context.state !== 'running') return 'locked'
      if (!voicesKnown || voices.find(locale) !== undefined) return 'ready'
      return context === undefined ? 'no_voice' : stateByServer(locale)
    },
  }
}
