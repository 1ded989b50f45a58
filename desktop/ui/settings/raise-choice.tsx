import { LOWEST_FLOOR } from '../../core/settings.ts'
import { useUi } from '../parts/context.tsx'
import { Toggle } from './toggle.tsx'

/** Shows whether this device may raise the system's volume, and to what. A page in a browser cannot. */
export function RaiseChoice() {
  const { bridge, view, messages } = useUi()
  const { settings } = messages
  const { raiseVolume, volumeFloor } = view.settings
  if (view.host.kind === 'browser') return null
  return (
    <div className="raise-choice">
      <Toggle label={settings.raise} on={raiseVolume} change={(on) => bridge.change({ raiseVolume: on })} />
      {raiseVolume && (
        <label className="labelled">
          <span>
            {settings.raiseTo} <output>{Math.round(volumeFloor * 100)} %</output>
          </span>
          <input
            type="range"
            min={LOWEST_FLOOR}
            max={1}
            step={0.05}
            value={volumeFloor}
            onChange={(event) => bridge.change({ volumeFloor: event.target.valueAsNumber })}
          />
        </label>
      )}
      <small>{settings.raiseHint}</small>
    </div>
  )
}
