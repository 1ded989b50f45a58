import { REPEAT_SECONDS } from '../../core/settings.ts'
import { useUi } from '../parts/context.tsx'

/** Shows the choice of the interval of local repeats. */
export function RepeatChoice() {
  const { bridge, view, messages } = useUi()
  const { settings } = messages
  const { repeatSeconds } = view.settings
  return (
    <fieldset className="choice">
      <legend>{settings.repeat}</legend>
      {REPEAT_SECONDS.map((seconds) => (
        <button
          key={seconds}
          type="button"
          aria-pressed={seconds === repeatSeconds}
          onClick={() => bridge.change({ repeatSeconds: seconds })}
        >
          {seconds === 0 ? settings.repeatOff : settings.repeatEvery(seconds)}
        </button>
      ))}
      <small>{settings.repeatHint}</small>
    </fieldset>
  )
}
