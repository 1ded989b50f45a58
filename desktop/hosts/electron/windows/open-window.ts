import { BrowserWindow, type BrowserWindowConstructorOptions, type NativeImage, nativeImage } from 'electron'
import type { Logger } from '../../../core/ports.ts'
import { drawAppIcon } from '../../../icons/app-icon.ts'
import { safePreferences } from '../app/security.ts'
import { ORIGIN } from '../protocol/our-pages.ts'

/** Pixels; systems scale it down. */
const ICON_SIZE = 64

export interface HostWindow {
  window: BrowserWindow
  /** Resolves when the page stands; stays pending while it cannot be loaded. */
  loaded: Promise<void>
}

/** Opens a hidden window on one of our pages. A page that crashes is loaded again: no hidden window may stay dead. */
export function openWindow(deps: {
  options: BrowserWindowConstructorOptions
  /** `index.html?surface=…` */
  page: string
  preload: string
  log: Logger
}): HostWindow {
  const { log } = deps
  const window = new BrowserWindow({
    ...deps.options,
    show: false,
    autoHideMenuBar: true,
    icon: windowIcon(),
    webPreferences: safePreferences(deps.preload),
  })
  window.webContents.on('preload-error', (_event, _file, error) =>
    log.error('the preload failed', { error: String(error) }),
  )
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    log.error('a page is gone', { reason })
    if (reason !== 'clean-exit' && !window.isDestroyed()) window.webContents.reload()
  })
  const loaded = new Promise<void>((resolve) => window.webContents.once('did-finish-load', () => resolve()))
  window.loadURL(`${ORIGIN}/${deps.page}`).catch((error: unknown) => {
    log.error('a page could not be loaded', { error: String(error) })
  })
  return { window, loaded }
}

/** Draws the icon for title bar, task bar and window list; macOS takes the app's own. */
function windowIcon(): NativeImage {
  const { size, bgra } = drawAppIcon(ICON_SIZE, 'full')
  return nativeImage.createFromBitmap(bgra, { width: size, height: size })
}
