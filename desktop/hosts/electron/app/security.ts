import { app, session, type WebPreferences } from 'electron'
import type { Logger } from '../../../core/ports.ts'

/** The preferences of every window: today's defaults, named, so that none of tomorrow's can loosen them. */
export function safePreferences(preload: string): WebPreferences {
  return {
    preload,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
    spellcheck: false,
    // The chime must sound though nobody has clicked into a window that is hidden.
    autoplayPolicy: 'no-user-gesture-required',
    backgroundThrottling: false,
  }
}

/** Forbids every page to navigate, to open a window and to be granted a permission (Electron's security checklist). */
export function setupSecurity(log: Logger): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-navigate', (event) => refuse(event, 'will-navigate'))
    contents.on('will-redirect', (event) => refuse(event, 'will-redirect'))
    contents.on('will-attach-webview', (event) => refuse(event, 'will-attach-webview'))
  })
  const { defaultSession } = session
  defaultSession.setPermissionRequestHandler((_contents, permission, answer) => {
    log.warn('a permission was refused', { permission })
    answer(false)
  })
  defaultSession.setPermissionCheckHandler(() => false)

  function refuse(event: { preventDefault(): void }, what: string): void {
    event.preventDefault()
    log.warn('a page wanted to leave', { what })
  }
}
