import { LOCALE_FACTS, LOCALES } from '../../../shared/locales.ts'
import { useUi } from '../parts/context.tsx'
import { Toggle } from './toggle.tsx'

const THEMES = ['system', 'light', 'dark'] as const

/** Shows the choice of language, light or dark, and start with the machine. */
export function AppearanceSection() {
  const { bridge, view, messages, locale } = useUi()
  const { settings } = messages
  const { theme, startAtLogin } = view.host
  return (
    <div className="paper">
      <fieldset className="choice">
        <legend>{settings.language}</legend>
        {LOCALES.map((one) => (
          <button key={one} type="button" aria-pressed={one === locale} onClick={() => bridge.change({ locale: one })}>
            {LOCALE_FACTS[one].name}
          </button>
        ))}
      </fieldset>
      <fieldset className="choice">
        <legend>{settings.theme}</legend>
        {THEMES.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === theme}
            onClick={() => bridge.changeHost({ theme: one })}
          >
            {settings.themes[one]}
          </button>
        ))}
      </fieldset>
      {startAtLogin !== null && (
        <Toggle
          label={settings.startAtLogin}
          on={startAtLogin}
          change={(on) => bridge.changeHost({ startAtLogin: on })}
        />
      )}
    </div>
  )
}
