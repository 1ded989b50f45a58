import { useState } from 'react'
import { phrasesFor } from '../../../shared/phrases/index.ts'
import { sampleReminder } from '../../core/announcer/sample.ts'
import type { Settings } from '../../core/settings.ts'
import { useUi } from '../parts/context.tsx'
import { Toggle } from './toggle.tsx'

type SpokenKind = keyof Settings['speech']

const KINDS: readonly SpokenKind[] = ['new_order', 'urge', 'cancel']

/** Shows the choice of the spoken kinds, each with its sentence and a button that plays it. */
export function SpokenKinds() {
  const { bridge, clock, view, messages, locale } = useUi()
  const { settings } = messages
  const { speech } = view.settings
  const [playing, setPlaying] = useState(false)
  const [said, setSaid] = useState('')
  const [now] = useState(clock.now)

  async function preview(kind: SpokenKind): Promise<void> {
    setPlaying(true)
    setSaid(settings.previewing)
    setSaid(settings.previewed(await bridge.soundCheck(kind)))
    setPlaying(false)
  }

  return (
    <fieldset className="spoken-kinds">
      <legend>{settings.speak}</legend>
      {KINDS.map((kind) => (
        <div key={kind} className="spoken-kind">
          <Toggle
            label={messages.kind[kind]}
            on={speech[kind]}
            change={(on) => bridge.change({ speech: { ...speech, [kind]: on } })}
          />
          <button
            type="button"
            className="button"
            disabled={playing}
            aria-label={settings.previewOf(messages.kind[kind])}
            onClick={() => preview(kind)}
          >
            {settings.preview}
          </button>
          <q>{phrasesFor(locale).reminder(sampleReminder(kind, locale, now), now)}</q>
        </div>
      ))}
      <p role="status">{said}</p>
    </fieldset>
  )
}
