import { useNow, useUi } from '../parts/context.tsx'
import { bannersOf } from './banner-list.ts'

/** Shows the banners above every screen. A screen reader reads an alarm at once. */
export function Banners() {
  const { bridge, view, messages } = useUi()
  const now = useNow(1_000)
  const press = {
    unlock: { text: messages.banner.unlock, act: () => void bridge.soundCheck() },
    unmute: { text: messages.banner.unmute, act: () => bridge.mute(0) },
    about: {
      text: messages.update.banner.show,
      act() {
        location.hash = 'about'
      },
    },
  }
  return (
    <div className="banners">
      {bannersOf(view, messages, now).map(({ id, tone, text, detail, ticking, action }) => (
        <div key={id} className="banner" data-tone={tone} role={tone === 'alarm' ? 'alert' : 'status'}>
          <p>
            <strong>{text}</strong>
            {ticking !== undefined && (
              <span className="banner-ticking" aria-live="off">
                {ticking}
              </span>
            )}
            {detail !== undefined && <span className="banner-detail">{detail}</span>}
          </p>
          {action !== undefined && (
            <button type="button" className="button" onClick={press[action].act}>
              {press[action].text}
            </button>
          )}
        </div>
      ))}
    </div>
  )
}
