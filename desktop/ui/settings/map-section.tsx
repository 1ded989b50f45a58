import { MAPS } from '../../core/settings.ts'
import { useUi } from '../parts/context.tsx'

/** Shows the choice of a map for customers' addresses. A browser only: the app lets no page lead anywhere. */
export function MapSection() {
  const { bridge, view, messages } = useUi()
  const { customer } = messages.alert
  if (view.host.kind !== 'browser') return null
  return (
    <div className="paper">
      <fieldset className="choice">
        <legend>{customer.mapSetting}</legend>
        {MAPS.map((map) => (
          <button
            key={map}
            type="button"
            aria-pressed={map === view.settings.map}
            onClick={() => bridge.change({ map })}
          >
            {customer.maps[map]}
          </button>
        ))}
        <small>{customer.mapHint}</small>
      </fieldset>
    </div>
  )
}
