import { BrowserWindow, ipcMain } from 'electron'
import type { Logger } from '../../../core/ports.ts'
import { isOurPage } from '../protocol/our-pages.ts'
import { answerCall, type Handlers } from './channels.ts'
import { CALL_CHANNEL, PUSH_CHANNEL, type Push } from './ipc-contract.ts'

/** Answers the calls of our own pages, and of nobody else: the main frame of a window, at our own origin. */
export function setupIpc(deps: { handlers: Handlers; log: Logger }): void {
  ipcMain.handle(CALL_CHANNEL, async (event, name: unknown, ...args: unknown[]) => {
    const frame = event.senderFrame
    if (frame === null || frame.parent !== null || !isOurPage(frame.url)) {
      deps.log.warn('a call of a foreign page was refused')
      throw new Error('This page may not call.')
    }
    return await answerCall(deps.handlers, name, args)
  })
}

/** Tells every window. */
export function pushToAll(push: Push): void {
  for (const window of BrowserWindow.getAllWindows()) pushTo(window, push)
}

/** Sends a push to one window; nothing when it is gone. */
export function pushTo(window: BrowserWindow, push: Push): void {
  if (!window.isDestroyed()) window.webContents.send(PUSH_CHANNEL, push)
}
