import { useState } from 'react'
import type { ReminderKind } from '../../../shared/reminder.ts'
import { LOWEST_VOLUME } from '../../core/settings.ts'
import { useUi } from '../context.tsx'
import { Toggle } from './toggle.tsx'

const KINDS: readonly ReminderKind[] = ['new_order', 'urge', 'cancel']

/** How loud, how fast, what is spoken, and the button to hear it. */
export function VoiceSection() {
  const { bridge, view, words } = useUi()
  const { settings } = words
  const { rate, volume, chime, speech } = view.settings
  const [said, setSaid] = useState('')

  async function preview(): Promise<void> {
    setSaid(settings.previewing)
    setSaid(settings.previewed(await bridge.soundCheck()))
  }

  return (
    <div className="paper">
      <h2>{settings.voice}</h2>
      <label className="labelled">
        <span>
          {settings.volume} <output>{Math.round(volume * 100)} %</output>
        </span>
        <input
          type="range"
          min={LOWEST_VOLUME}
          max={1}
          step={0.05}
          value={volume}
          onChange={(event) => bridge.change({ volume: event.target.valueAsNumber })}
        />
        <small>{settings.volumeFloor}</small>
      </label>
      <label className="labelled">
        <span>
          {settings.rate} <output>{rate.toFixed(1)}×</output>
        </span>
        <input
          type="range"
          min={0.5}
          max={2}
          step={0.1}
          value={rate}
          onChange={(event) => bridge.change({ rate: event.target.valueAsNumber })}
        />
      </label>
      <Toggle label={settings.chime} on={chime} change={(on) => bridge.change({ chime: on })} />
      <fieldset className="toggles">
        <legend>{settings.speak}</legend>
        {KINDS.map((kind) => (
          <Toggle
            key={kind}
            label={words.kind[kind]}
            on={speech[kind]}
            change={(on) => bridge.change({ speech: { ...speech, [kind]: on } })}
          />
        ))}
      </fieldset>
      <div className="buttons">
        <button type="button" className="button accept" onClick={preview}>
          {settings.preview}
        </button>
        <p role="status">{said}</p>
      </div>
    </div>
  )
}
