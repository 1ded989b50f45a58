import { LOWEST_VOLUME } from '../../core/settings.ts'
import { useUi } from '../parts/context.tsx'
import { HearingCheck } from '../sound-check/hearing-check.tsx'
import { GroupField } from './group-field.tsx'
import { OutputChoice } from './output-choice.tsx'
import { RaiseChoice } from './raise-choice.tsx'
import { RepeatChoice } from './repeat-choice.tsx'
import { SpokenKinds } from './spoken-kinds.tsx'
import { Toggle } from './toggle.tsx'
import { VoiceChoice } from './voice-choice.tsx'

/** Shows the settings of sound: volume, voice, speed, chime, spoken kinds, local repeats. */
export function VoiceSection() {
  const { bridge, view, messages } = useUi()
  const { settings } = messages
  const { rate, volume, chime, output, stillOnline } = view.settings
  return (
    <div className="paper">
      <h2>{settings.voice}</h2>
      <OutputChoice />
      <GroupField />
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
      <RaiseChoice />
      <VoiceChoice />
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
      <SpokenKinds />
      <HearingCheck />
      <RepeatChoice />
      {output === 'speak' && (
        <div>
          <Toggle
            label={settings.stillOnline.label}
            on={stillOnline}
            change={(on) => bridge.change({ stillOnline: on })}
          />
          <small>{settings.stillOnline.hint}</small>
        </div>
      )}
    </div>
  )
}
