import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, dialog } from 'electron'
import { createLog } from './log.ts'
import { registerScheme } from './protocol/setup-protocol.ts'
import { start } from './start.ts'
import { readSwitches } from './switches.ts'

/** Also the name of the Start-menu shortcut's AppUserModelID: without it Windows shows no notification. */
const APP_ID = 'io.laidan.desktop'
/** By which Windows hands clicks in its notification centre to us; it must never change. */
const TOAST_ACTIVATOR = '{6B1F2E0C-5C1B-4E0F-9B6D-2D8B3A7C41D9}'

// One app per user and folder. The lock comes first: a second start only shows the first one's window.
if (!app.requestSingleInstanceLock()) app.quit()
else {
  if (process.platform === 'win32') {
    app.setAppUserModelId(APP_ID)
    app.setToastActivatorCLSID(TOAST_ACTIVATOR)
  }
  app.enableSandbox()
  registerScheme()
  const logs = join(app.getPath('userData'), 'logs')
  mkdirSync(logs, { recursive: true })
  const log = createLog(logs)
  process.on('uncaughtException', (error) => log.error('an exception nobody caught', { error: error.stack }))
  process.on('unhandledRejection', (error) => log.error('a rejection nobody caught', { error: String(error) }))
  app
    .whenReady()
    .then(() => start({ switches: readSwitches(app.commandLine), logs, log }))
    .catch((error: unknown) => {
      // A bell that cannot start must not sit in the tray as if it could ring.
      log.error('the start failed', { error: String(error) })
      dialog.showErrorBox('来单 Laidan', String(error))
      app.exit(1)
    })
}
