import { type NativeImage, screen } from 'electron'
import type { Logger } from '../../../core/ports.ts'
import type { Push } from '../ipc/ipc-contract.ts'
import { pushTo } from '../ipc/setup-ipc.ts'
import { fitBounds, SMALLEST } from './fit-bounds.ts'
import { openWindow } from './open-window.ts'
import type { WindowStateStore } from './window-state.ts'

export interface MainWindow {
  /** Brings the window before the human who asked for it, at a screen if one is named. */
  show(screen?: 'board' | 'settings'): void
  push(push: Push): void
  /** Stores the window's place for the next start. */
  remember(): void
  /** Windows: a mark on the task bar's button. */
  overlay(icon: NativeImage | null, words: string): void
}

/** Opens the window of board, history and settings. It lives as long as the app: closing only puts it away. */
export function createMainWindow(deps: {
  preload: string
  windowState: WindowStateStore
  log: Logger
  /** False: this desktop shows no tray, and a closed window could not be found again. */
  toTray: boolean
  isQuitting(): boolean
}): MainWindow {
  const { windowState } = deps
  const { saved } = windowState
  const primary = screen.getPrimaryDisplay()
  const areas = [primary, ...screen.getAllDisplays()].map((display) => display.workArea)
  const { window } = openWindow({
    options: { ...fitBounds(saved?.bounds, areas), minWidth: SMALLEST.width, minHeight: SMALLEST.height },
    page: 'index.html?surface=screens',
    preload: deps.preload,
    log: deps.log,
  })
  let maximized = saved?.maximized ?? false

  function remember(): void {
    // At the end of the system's session it has gone before the app, and was noted as it went.
    if (window.isDestroyed()) return
    maximized = window.isMaximized()
    windowState.remember({ bounds: maximized ? (saved?.bounds ?? window.getBounds()) : window.getBounds(), maximized })
  }
  window.on('close', (event) => {
    remember()
    if (deps.isQuitting()) return
    event.preventDefault()
    if (deps.toTray) window.hide()
    else window.minimize()
  })

  return {
    show(screenName) {
      if (screenName !== undefined) pushTo(window, { type: 'route', screen: screenName })
      if (maximized && !window.isVisible()) window.maximize()
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    },
    push: (push) => pushTo(window, push),
    remember,
    overlay(icon, words) {
      if (process.platform === 'win32') window.setOverlayIcon(icon, words)
    },
  }
}
