import { app, autoUpdater, powerMonitor } from 'electron'
import type { Clock } from '../../../../shared/clock.ts'
import type { Logger } from '../../../core/ports.ts'
import { createEnding, type Ending } from './shutdown.ts'

/** Everything that ends the app: a human, an update, and the system that shuts down or logs its user off. */
export function setupQuit(deps: {
  clock: Clock
  flush(): Promise<void>
  /** All is stored. True: it ends the app itself. */
  end(): boolean
  /** It is the system that ends; told before everything else. */
  systemEnds(): void
  log: Logger
}): Ending {
  const ending = createEnding({
    ...deps,
    quit() {
      if (!deps.end()) app.quit()
    },
  })
  app.on('before-quit', (event) => {
    if (!ending.mayQuit()) event.preventDefault()
  })
  app.on('window-all-closed', () => {
    // A bell lives on without a window.
  })
  // macOS: an update closes the windows before it quits.
  autoUpdater.on('before-quit-for-update', ending.perhaps)
  // macOS and Linux: held up until everything is stored.
  powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
    event?.preventDefault()
    quitWithSystem()
  })
  // Windows tells its windows.
  app.on('browser-window-created', (_event, window) => {
    window.on('query-session-end', ending.perhaps)
    window.on('session-end', quitWithSystem)
  })
  return ending

  function quitWithSystem(): void {
    deps.systemEnds()
    app.quit()
  }
}
