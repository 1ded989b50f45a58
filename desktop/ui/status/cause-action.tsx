import type { Cause } from '../../core/statements/statement.ts'
import { useUi } from '../parts/context.tsx'

type Act = 'unlock' | 'unmute' | 'listen' | 'settings' | 'about' | 'people'

const ACTS: Partial<Record<Cause['id'], Act>> = {
  locked: 'unlock',
  muted: 'unmute',
  no_sound: 'listen',
  chime_failed: 'listen',
  speech_failed: 'listen',
  not_heard: 'listen',
  output_muted: 'settings',
  output_low: 'settings',
  quiet_hours: 'settings',
  kind_off: 'settings',
  show_only: 'settings',
  ring_only: 'settings',
  update_news: 'about',
  update_ready: 'about',
  nobody_told: 'people',
}

/** Shows the button that mends a cause, where a press can. `done` is called after it. */
export function CauseAction({ cause, done }: { cause: Cause; done?: () => void }) {
  const { bridge, messages } = useUi()
  const { lamps } = messages
  // Only a press in the tab that rings unlocks its sound.
  const act = cause.id === 'locked' && cause.elsewhere ? undefined : ACTS[cause.id]
  if (act === undefined) return null
  function press(): void {
    if (act === 'unlock' || act === 'listen') void bridge.soundCheck()
    else if (act === 'unmute') bridge.mute(0)
    else if (act !== undefined) location.hash = act
    done?.()
  }
  return (
    <button type="button" className="button" onClick={press}>
      {lamps[act]}
    </button>
  )
}
