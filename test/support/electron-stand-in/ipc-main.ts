export interface IpcEvent {
  senderFrame: { url: string; parent: null }
}
type Handler = (event: IpcEvent, ...args: unknown[]) => unknown

export type StandInIpc = ReturnType<typeof createIpcMain>

/** Makes `ipcMain`, for calls that are answered. */
export function createIpcMain() {
  const handlers = new Map<string, Handler>()
  return {
    handle(channel: string, handler: Handler) {
      if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
      handlers.set(channel, handler)
    },
    async answer(channel: string, event: IpcEvent, args: unknown[]): Promise<unknown> {
      const handler = handlers.get(channel)
      if (handler === undefined) throw new Error(`No handler registered for '${channel}'`)
      return await handler(event, ...args)
    },
  }
}
