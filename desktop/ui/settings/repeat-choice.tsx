import { REPEAT_SECONDS } from '../../core/settings.ts'
import { useUi } from '../parts/context.tsx'

/** How often this device rings by itself while nobody answers. */
export function RepeatChoice() {
  const { bridge, view, words } = useUi()
  const { settings } = words
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
