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
import '../settings/settings.css'
import '../pairing/pairing.css'
import '../shell/shell.css'
import '../status/status.css'
import '../undo/undo.css'
import '../plain/plain.css'
import '../money/money.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { hostClock } from '../../../shared/clock.ts'
import type { Bridge } from '../bridge.ts'
import { AnswerKeysProvider } from '../keys/answer-keys.tsx'
import { UiProvider } from '../parts/context.tsx'
import { App, type Surface } from './app.tsx'

/**
 * Draws a surface into `element`, for as long as the page lives. The page needs a viewport, and no inline script or
 * style, no font and no picture.
 */
export function mountUi(element: HTMLElement, bridge: Bridge, surface: Surface): void {
  document.documentElement.dataset['surface'] = surface
  createRoot(element).render(
    <StrictMode>
      <UiProvider bridge={bridge} clock={hostClock(globalThis)}>
        <AnswerKeysProvider>
          <App surface={surface} />
        </AnswerKeysProvider>
      </UiProvider>
    </StrictMode>,
  )
}
