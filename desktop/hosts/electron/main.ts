import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, dialog } from 'electron'
import { APP_ID, TOAST_ACTIVATOR } from './app/app-ids.ts'
import { readCliFlags } from './app/cli-flags.ts'
import { createLog } from './app/log.ts'
import { registerScheme } from './protocol/setup-protocol.ts'
import { start } from './start.ts'

// One app per user and folder. The lock comes first: a second start only shows the first one's window.
if (!app.requestSingleInstanceLock()) app.quit()
else {
  if (process.platform === 'win32') {
    // Before anything is shown: Windows shows no notification of an app without the id of its Start-menu shortcut.
    app.setAppUserModelId(APP_ID)
    app.setToastActivatorCLSID(TOAST_ACTIVATOR)
  }
  app.enableSandbox()
  registerScheme()
  const logs = join(app.getPath('userData'), 'logs')
  mkdirSync(logs, { recursive: true })
  const log = createLog(logs)
  // The limit of `ulimit -f` is an error of a write, not the end: see server/main.ts.
  process.on('SIGXFSZ', () => {})
  process.on('uncaughtException', (error) => log.error('an exception nobody caught', { error: error.stack }))
  process.on('unhandledRejection', (error) => log.error('a rejection nobody caught', { error: String(error) }))
  app
    .whenReady()
    .then(() => start({ flags: readCliFlags(app.commandLine), logs, log }))
    .catch((error: unknown) => {
      // A bell that cannot start must not sit in the tray as if it could ring.
      log.error('the start failed', { error: String(error) })
      dialog.showErrorBox('来单 Laidan', String(error))
      app.exit(1)
    })
}
