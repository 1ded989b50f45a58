import { useEffect, useInsertionEffect } from 'react'
import { AlertDialog } from '../alert/alert-dialog.tsx'
import { useAlertName } from '../alert/use-alert-name.ts'
import { useAlertQueue } from '../alert/use-alert-queue.ts'
import { Pairing } from '../pairing/pairing.tsx'
import { Boundary } from '../parts/boundary.tsx'
import { useUi } from '../parts/context.tsx'
import { PlainScreen } from '../plain/plain-screen.tsx'
import { Shell } from '../shell/shell.tsx'
import { entryOf, useRoute } from '../shell/use-route.ts'
import { SoundCheck } from '../sound-check/sound-check.tsx'
import { useTitle } from '../status/use-title.ts'
import { UndoBar } from '../undo/undo-bar.tsx'

/**
 * The part of the app in one window or tab. `all`: screens and alerts, as in a tab. `screens`: alerts only when a human
 * asks for one, because they have a window of their own. `alert`: that window.
 */
export type Surface = 'all' | 'screens' | 'alert'

/**
 * Draws one surface: pairing, sound check, or the screens and the alert. What cannot be drawn makes way for a plain list
 * that can still be answered.
 */
export function App({ surface }: { surface: Surface }) {
  return (
    <Boundary instead={() => <PlainScreen />}>
      <DrawnApp surface={surface} />
    </Boundary>
  )
}

function DrawnApp({ surface }: { surface: Surface }) {
  const { view, messages } = useUi()
  const { theme, pairing, soundChecked, bystander, offeredCode } = view.host
  const queue = useAlertQueue(surface === 'screens')
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme
  }, [theme])

  const { distance } = view.settings
  // Before the wall measures how many tickets fit in.
  useInsertionEffect(() => {
    document.documentElement.dataset['distance'] = distance
  }, [distance])

  const alertName = useAlertName(queue)
  const screenName = messages.nav[entryOf(useRoute())]
  useTitle(surface === 'all' ? 'tab' : 'window', surface === 'alert' ? alertName : screenName)

  const alert = queue.current !== undefined && <AlertDialog queue={queue} current={queue.current} />
  if (surface === 'alert') return alert || <UndoBar />
  const unpaired = pairing === null || ['unpaired', 'refused'].includes(view.status.link)
  if (unpaired || offeredCode !== undefined) return <Pairing />
  return (
    <>
      {soundChecked || bystander ? (
        <Shell queue={queue} />
      ) : (
        <>
          <SoundCheck />
          {!alert && <UndoBar />}
        </>
      )}
      {alert}
    </>
  )
}
