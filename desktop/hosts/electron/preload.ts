import { contextBridge, ipcRenderer } from 'electron'
import { CALL_CHANNEL, PUSH_CHANNEL } from './ipc/ipc-contract.ts'

// The page gets two functions over two fixed channels, and never ipcRenderer itself.
contextBridge.exposeInMainWorld('laidan', {
  call: (name: unknown, ...args: unknown[]): Promise<unknown> => ipcRenderer.invoke(CALL_CHANNEL, name, ...args),
  onPush(listener: (push: unknown) => void): void {
    ipcRenderer.on(PUSH_CHANNEL, (_event, push: unknown) => listener(push))
  },
})
