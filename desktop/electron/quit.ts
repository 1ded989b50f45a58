import { app } from 'electron'
import type { Logger } from '../core/ports.ts'

/** Lets what was begun be stored before the app goes. Whether it is going is what the windows ask before they close. */
export function setupQuit(deps: { flush(): Promise<void>; log: Logger }): { quitting(): boolean } {
  let ending: 'no' | 'flushing' | 'yes' = 'no'
  app.on('before-quit', (event) => {
    if (ending === 'yes') return
    event.preventDefault()
    if (ending === 'flushing') return
    ending = 'flushing'
    deps
      .flush()
      .catch((error: unknown) => deps.log.error('the end was not in good order', { error: String(error) }))
      .finally(() => {
        ending = 'yes'
        app.quit()
      })
  })
  app.on('window-all-closed', () => {
    // A bell lives on without a window.
  })
  return { quitting: () => ending !== 'no' }
}
