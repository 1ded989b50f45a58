import { join } from 'node:path'
import type { Logger } from '../../../core/ports.ts'
import { LOG_FILE } from './log.ts'

/**
 * Makes the opener of the folder of the logs, in the system's own file manager. Where no program opens folders, the file
 * itself is shown; a refusal is logged.
 */
export function createLogOpener(deps: {
  /** The folder of the logs. */
  logs: string
  log: Logger
  /** Electron's: `openPath` resolves to the error, empty when there was none. */
  shell: { openPath(path: string): Promise<string>; showItemInFolder(path: string): void }
}): () => void {
  const { logs, log, shell } = deps

  async function open(): Promise<void> {
    const fault = await shell.openPath(logs)
    if (fault === '') return
    log.warn('the folder of the logs could not be opened', { fault })
    shell.showItemInFolder(join(logs, LOG_FILE))
  }

  return () => void open().catch((error: unknown) => log.warn('the logs could not be shown', { error: String(error) }))
}
