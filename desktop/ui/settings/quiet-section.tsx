import { useUi } from '../parts/context.tsx'
import { useStatements } from '../status/use-statements.ts'
import { Toggle } from './toggle.tsx'

const USUAL = { from: '22:00', to: '08:00' }
const MUTES_MINUTES = [10, 30, 60]

/** Shows quiet hours and mute, with the sentence that neither silences an unanswered order completely. */
export function QuietSection() {
  const { bridge, view, messages } = useUi()
  const { settings } = messages
  const { quietHours } = view.settings
  const { mutedUntil } = view.status
  const { statements, say } = useStatements()
  const sound = statements.sound.causes
  const showOnly = sound.find(({ id }) => id === 'show_only')
  const muted = sound.find(({ id }) => id === 'muted')

  function time(end: 'from' | 'to') {
    if (quietHours === null) return null
    return (
      <label className="labelled">
        <span>{settings[end]}</span>
        <input
          className="field"
          type="time"
          required
          value={quietHours[end]}
          onChange={({ target }) => {
            if (target.value !== '') bridge.change({ quietHours: { ...quietHours, [end]: target.value } })
          }}
        />
      </label>
    )
  }

  return (
    <div className="paper">
      <h2>{settings.quiet}</h2>
      <Toggle
        label={settings.quietOn}
        on={quietHours !== null}
        change={(on) => bridge.change({ quietHours: on ? USUAL : null })}
      />
      {quietHours !== null && (
        <>
          <div className="pair-of-fields">
            {time('from')}
            {time('to')}
          </div>
          {/* A native time field follows the browser's language, not the app's. */}
          <p className="in-words">{settings.quietSpan(quietHours.from, quietHours.to)}</p>
        </>
      )}
      <p className="promise">{showOnly === undefined ? settings.quietPromise : say(showOnly).text}</p>
      <h3>{settings.mute}</h3>
      <div className="buttons">
        {MUTES_MINUTES.map((minutes) => (
          <button key={minutes} type="button" className="button" onClick={() => bridge.mute(minutes)}>
            {settings.muteFor(minutes)}
          </button>
        ))}
        {mutedUntil !== null && (
          <button type="button" className="button accept" onClick={() => bridge.mute(0)}>
            {settings.unmute}
          </button>
        )}
      </div>
      {muted !== undefined && <p role="status">{say(muted).text}</p>}
    </div>
  )
}
