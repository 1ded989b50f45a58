import { useUi } from '../parts/context.tsx'
import { useVoices } from './use-voices.ts'

/** Shows the choice of a voice for the present language; without a choice the host chooses. */
export function VoiceChoice() {
  const { bridge, view, messages, locale } = useUi()
  const { settings } = messages
  const { voice } = view.settings
  const chosen = voice[locale]
  const voices = useVoices()?.filter((one) => one.locale === locale)
  const gone = voices !== undefined && chosen !== null && !voices.some(({ id }) => id === chosen)
  const byServer = view.host.sound === 'server_voice'
  const none = byServer ? settings.serverReaderHint : settings.noReaders
  const hint = gone ? settings.readerGoneHint : voices?.length === 0 ? none : undefined
  return (
    <label className="labelled">
      <span>{settings.reader}</span>
      <select
        className="field"
        value={chosen ?? ''}
        disabled={voices === undefined}
        onChange={({ target }) => bridge.change({ voice: { ...voice, [locale]: target.value || null } })}
      >
        <option value="">{byServer ? settings.serverReader : settings.systemReader}</option>
        {voices === undefined && chosen !== null && <option value={chosen}>{settings.readersLoading}</option>}
        {gone && <option value={chosen}>{settings.readerGone}</option>}
        {voices?.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      {hint !== undefined && <small>{hint}</small>}
    </label>
  )
}
