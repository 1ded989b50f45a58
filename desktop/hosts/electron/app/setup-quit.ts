import { app, autoUpdater, powerMonitor } from 'electron'
import type { Clock } from '../../../../shared/clock.ts'
import type { Logger } from '../../../core/ports.ts'
import { createShutdown, type Shutdown } from './shutdown.ts'

/** Handles every end of the app: by a human, by an update, by the system that shuts down or logs its user off. */
export function setupQuit(deps: {
  clock: Clock
  flush(): Promise<void>
  /** Called when all is stored. True: the callee ends the app itself. */
  end(): boolean
  /** Called first when the system itself ends. */
  systemEnds(): void
  log: Logger
}): Shutdown {
  const shutdown = createShutdown({
    ...deps,
    quit() {
      if (!deps.end()) app.quit()
    },
  })
  app.on('before-quit', (event) => {
    if (!shutdown.canQuit()) event.preventDefault()
  })
  app.on('window-all-closed', () => {
    // A bell lives on without a window.
  })
  // macOS: an update closes the windows before it quits.
  autoUpdater.on('before-quit-for-update', shutdown.expectSessionEnd)
  // macOS and Linux: held up until everything is stored.
  powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
    event?.preventDefault()
    quitWithSystem()
  })
  // Windows tells its windows.
  app.on('browser-window-created', (_event, window) => {
    window.on('query-session-end', shutdown.expectSessionEnd)
    window.on('session-end', quitWithSystem)
  })
  return shutdown

  function quitWithSystem(): void {
    deps.systemEnds()
    app.quit()
  }
}
