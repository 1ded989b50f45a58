import { DISTANCES } from '../../core/settings.ts'
import { useUi } from '../parts/context.tsx'

/** Shows the choice of the distance from which this screen is read. */
export function DistanceSection() {
  const { bridge, view, messages } = useUi()
  const { setting, distances, hint } = messages.alert.distance
  return (
    <div className="paper">
      <fieldset className="choice">
        <legend>{setting}</legend>
        {DISTANCES.map((distance) => (
          <button
            key={distance}
            type="button"
            aria-pressed={distance === view.settings.distance}
            onClick={() => bridge.change({ distance })}
          >
            {distances[distance]}
          </button>
        ))}
        <small>{hint}</small>
      </fieldset>
    </div>
  )
}
