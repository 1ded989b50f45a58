import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import { createApp } from './app.ts'
import { startChromium } from './chromium.ts'
import { createIpcMain } from './ipc-main.ts'
import { createMenu } from './menu.ts'
import { createNotificationClass } from './notification.ts'
import { createSafeStorage } from './safe-storage.ts'
import type { SchemeHandler } from './schemes.ts'
import { createSessionBus } from './session-bus.ts'
import { createTrayClass } from './tray.ts'
import { createWindowClasses } from './windows.ts'
import { createScreen } from './x11.ts'

/** The circumstances of the app's start. */
export interface Start {
  name: string
  version: string
  folder: string
  args: readonly string[]
  /** Whether the app runs from an asar, by a program of its own. */
  packaged: boolean
}

/** Makes the module `electron`, as far as the app uses it. `start` starts Chromium and makes the app ready. */
export function createElectron(started: Start) {
  const schemes = new Map<string, SchemeHandler>()
  const bus = createSessionBus()
  const ipcMain = createIpcMain()
  const app = createApp(started)
  const windows = createWindowClasses({ app, ipcMain, schemes })
  const { Tray, removeAll } = createTrayClass({ bus, id: started.name })
  app.beforeExit(async () => {
    await removeAll()
    await bus.close()
    await windows.close()
  })

  const electron = {
    app,
    ipcMain,
    BrowserWindow: windows.BrowserWindow,
    webContents: windows.webContents,
    Tray,
    Notification: createNotificationClass({ bus, appName: started.name }),
    Menu: createMenu(),
    nativeImage: {
      createFromBitmap: (bgra: Buffer, { width, height }: { width: number; height: number }) => ({
        bgra,
        width,
        height,
        setTemplateImage() {},
      }),
    },
    protocol: {
      registerSchemesAsPrivileged() {},
      handle: (scheme: string, handler: SchemeHandler) => void schemes.set(scheme, handler),
    },
    session: { defaultSession: { setPermissionRequestHandler() {}, setPermissionCheckHandler() {} } },
    safeStorage: createSafeStorage(),
    powerMonitor: new EventEmitter(),
    autoUpdater: new EventEmitter(),
    powerSaveBlocker: { start: () => 1 },
    screen: createScreen(),
    shell: { openPath: async () => '', showItemInFolder() {} },
    dialog: { showErrorBox: (title: string, text: string) => process.emitWarning(`${title}: ${text}`) },
  }

  async function start(): Promise<void> {
    // Quit before it was ready: another instance has the lock.
    if (app.ending()) return
    const folder = join(app.getPath('userData'), 'stand-in-chromium')
    const port = started.args.find((argument) => argument.startsWith('--remote-debugging-port='))
    windows.use(await startChromium({ folder, switches: port === undefined ? [] : [port] }))
    Object.defineProperty(process.versions, 'chrome', { value: 'the machine’s Chromium', enumerable: true })
    app.markReady()
  }
  return { electron, start }
}
