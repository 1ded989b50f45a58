import { useEffect } from 'react'
import { AlertDialog } from '../alert/alert-dialog.tsx'
import { useStack } from '../alert/use-alert-queue.ts'
import { Pairing } from '../pairing/pairing.tsx'
import { useUi } from '../parts/context.tsx'
import { Shell } from '../shell/shell.tsx'
import { SoundCheck } from '../sound-check/sound-check.tsx'

/**
 * `all`: screens and alerts in one place, as in a tab. `screens`: alerts come up here only when asked for, because
 * they have a window of their own, `alert`.
 */
export type Surface = 'all' | 'screens' | 'alert'

/** The whole screen. */
export function App({ surface }: { surface: Surface }) {
  const { view, words } = useUi()
  const { theme, pairing, soundChecked, bystander, offeredCode } = view.host
  const stack = useStack(surface === 'screens')
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme
  }, [theme])

  const waiting = Object.values(view.status.unanswered).reduce((sum, count) => sum + count, 0)
  useEffect(() => {
    // A window has its title from its host; a tab is found again by it among many.
    if (surface === 'all') document.title = `${waiting > 0 ? `(${waiting}) ` : ''}${words.productName}`
  }, [surface, waiting, words])

  const alert = stack.top !== undefined && <AlertDialog stack={stack} top={stack.top} />
  if (surface === 'alert') return alert
  const unpaired = pairing === null || ['unpaired', 'refused'].includes(view.status.link)
  if (unpaired || offeredCode !== undefined) return <Pairing />
  return (
    <>
      {soundChecked || bystander ? <Shell stack={stack} /> : <SoundCheck />}
      {alert}
    </>
  )
}
