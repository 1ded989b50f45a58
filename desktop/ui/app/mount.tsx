import '../theme/tokens.css'
import '../theme/base.css'
import '../theme/controls.css'
import '../alert/alert.css'
import '../alert/answer-bar.css'
import '../alert/ticket.css'
import '../alert/waiting-list.css'
import '../board/board.css'
import '../board/lane.css'
import '../board/wall.css'
import '../board/sheet.css'
import '../history/history.css'
import '../report/report.css'
import '../settings/settings.css'
import '../people/people.css'
import '../shop/shop.css'
import '../pairing/pairing.css'
import '../shell/shell.css'
import '../status/status.css'
import '../undo/undo.css'
import '../plain/plain.css'
import '../printing/print.css'
import '../money/money.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { type Clock, hostClock } from '../../../shared/clock.ts'
import type { Bridge } from '../bridge.ts'
import { AnswerKeysProvider } from '../keys/answer-keys.tsx'
import { UiProvider } from '../parts/context.tsx'
import { SecondClock } from '../parts/second-clock.tsx'
import { App, type Surface } from './app.tsx'

/**
 * Draws a surface into `element`, in place of what stood there; returns what takes it away again. The page needs a
 * viewport, and no inline script or style, no font and no picture.
 */
export function mountUi(
  element: HTMLElement,
  bridge: Bridge,
  surface: Surface,
  clock: Clock = hostClock(globalThis),
): () => void {
  document.documentElement.dataset['surface'] = surface
  const root = createRoot(element)
  root.render(
    <StrictMode>
      <UiProvider bridge={bridge} clock={clock}>
        <SecondClock>
          <AnswerKeysProvider>
            <App surface={surface} />
          </AnswerKeysProvider>
        </SecondClock>
      </UiProvider>
    </StrictMode>,
  )
  return () => root.unmount()
}
