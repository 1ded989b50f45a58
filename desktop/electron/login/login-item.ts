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
}

/**
 * Start at login. Electron does it on Windows and macOS; on Linux it is a file in the autostart folder, which we
 * write (electron/electron#15198). `remembered` is what was chosen last, for Linux.
 */
export function createLoginItem(remembered: () => boolean): LoginItem {
  if (!app.isPackaged) return { read: () => null, write: async () => {} }
  if (process.platform === 'linux') {
    const file = join(app.getPath('appData'), 'autostart', 'laidan.desktop')
    return {
      read: remembered,
      async write(on) {
        if (!on) return await rm(file, { force: true })
        await mkdir(dirname(file), { recursive: true })
        // An AppImage runs from a mount that is gone tomorrow; its own path is in APPIMAGE.
        await writeFile(file, autostartEntry(process.env['APPIMAGE'] ?? process.execPath, HIDDEN))
      },
    }
  }
  const query = process.platform === 'win32' ? { path: process.execPath, args: HIDDEN } : {}
  return {
    read: () => app.getLoginItemSettings(query).openAtLogin,
    write: async (on) => app.setLoginItemSettings({ ...query, openAtLogin: on }),
  }
}
