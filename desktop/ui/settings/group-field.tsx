import { LONGEST_GROUP } from '../../../shared/api/devices.ts'
import { useUi } from '../parts/context.tsx'

/** Shows the name of the group that this device stands in; it counts when the field is left. */
export function GroupField() {
  const { bridge, view, messages } = useUi()
  const { settings } = messages
  return (
    <label className="labelled">
      <span>{settings.group}</span>
      <input
        className="field"
        maxLength={LONGEST_GROUP}
        defaultValue={view.settings.group}
        onBlur={(event) => bridge.change({ group: event.target.value })}
      />
      <small>{settings.groupHint}</small>
    </label>
  )
}
