import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { app } from 'electron'
import { autostartEntry } from './autostart-entry.ts'

const HIDDEN = ['--hidden']

export interface LoginItem {
  /** `null`: this host has no such thing, or an app that is not installed should not claim it. */
  read(): boolean | null
  /** Rejects when the system refuses. */
  write(on: boolean): Promise<void>
  /**
   * Sets the login item up at every start of the app. An installed app starts at login until a human says otherwise:
   * its first start switches that on (on Windows the installer has done it). Resolves to whether it was switched on;
   * rejects when the system refuses.
   */
  begin(first: boolean): Promise<boolean>
}

/**
 * Makes the switch for start at login. Electron has one for Windows and macOS; on Linux it is a file in the autostart
 * folder, which we write (electron/electron#15198). `remembered` tells the last choice, for Linux.
 */
export function createLoginItem(remembered: () => boolean): LoginItem {
  if (!app.isPackaged) return { read: () => null, write: async () => {}, begin: async () => false }
  if (process.platform === 'linux') {
    const file = join(app.getPath('appData'), 'autostart', 'laidan.desktop')
    async function write(on: boolean): Promise<void> {
      if (!on) return await rm(file, { force: true })
      await mkdir(dirname(file), { recursive: true })
      // An AppImage runs from a mount that is gone tomorrow; its own path is in APPIMAGE.
      await writeFile(file, autostartEntry(process.env['APPIMAGE'] ?? process.execPath, HIDDEN))
    }
    return {
      read: remembered,
      write,
      async begin(first) {
        // An AppImage that was moved starts from where it is now.
        if (first || remembered()) await write(true)
        return first
      },
    }
  }
  // Electron writes the path as it is given, and Windows wants one with spaces quoted (electron/electron#32657).
  const query = process.platform === 'win32' ? { path: `"${process.execPath}"`, args: HIDDEN } : {}
  const write = async (on: boolean) => app.setLoginItemSettings({ ...query, openAtLogin: on })
  return {
    read: () => app.getLoginItemSettings(query).openAtLogin,
    write,
    async begin(first) {
      // Never again after that: who has switched it off in the system's own settings means it.
      if (!first || process.platform === 'win32') return false
      await write(true)
      return true
    },
  }
}
