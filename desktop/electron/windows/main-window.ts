import { type NativeImage, screen } from 'electron'
import { loadState } from '../../core/load-state.ts'
import type { Logger, StateFile } from '../../core/ports.ts'
import type { Push } from '../ipc/door.ts'
import { pushTo } from '../ipc/setup-ipc.ts'
import { fitBounds, SMALLEST, type WindowState, windowStateSchema } from './fit-bounds.ts'
import { openWindow } from './open-window.ts'

export interface MainWindow {
  /** Brings it before the human who asked for it, at a screen if one is named. */
  show(screen?: 'board' | 'settings'): void
  push(push: Push): void
  /** Windows: a mark on the task bar's button. */
  overlay(icon: NativeImage | null, words: string): void
}

/** Where the window was, and how; `undefined` when there is nothing usable. */
export function loadWindowState(file: StateFile, log: Logger): Promise<WindowState | undefined> {
  return loadState(file, windowStateSchema, log)
}

/** The board, history and settings. It lives as long as the app: closing it only puts it away. */
export function createMainWindow(deps: {
  preload: string
  /** As it was left. */
  saved: WindowState | undefined
  file: StateFile
  log: Logger
  /** False: this desktop shows no tray, and whoever closes the window could not find it again. */
  toTray: boolean
  quitting(): boolean
}): MainWindow {
  const { saved } = deps
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
    maximized = window.isMaximized()
    const state = { bounds: maximized ? (saved?.bounds ?? window.getBounds()) : window.getBounds(), maximized }
    deps.file.write(JSON.stringify(state)).catch((error: unknown) => {
      deps.log.warn('the window state could not be written', { error: String(error) })
    })
  }
  window.on('close', (event) => {
    remember()
    if (deps.quitting()) return
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
    overlay(icon, words) {
      if (process.platform === 'win32') window.setOverlayIcon(icon, words)
    },
  }
}
