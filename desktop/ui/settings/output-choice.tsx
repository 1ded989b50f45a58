import { OUTPUTS } from '../../core/settings.ts'
import { useUi } from '../parts/context.tsx'

/** Shows the choice of how this device announces. */
export function OutputChoice() {
  const { bridge, view, messages } = useUi()
  const { settings } = messages
  return (
    <fieldset className="choice">
      <legend>{settings.output}</legend>
      {OUTPUTS.map((output) => (
        <button
          key={output}
          type="button"
          aria-pressed={output === view.settings.output}
          onClick={() => bridge.change({ output })}
        >
          {settings.outputs[output]}
        </button>
      ))}
      <small>{settings.outputHint}</small>
    </fieldset>
  )
}
