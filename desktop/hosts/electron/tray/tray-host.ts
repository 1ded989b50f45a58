import { execFile } from 'node:child_process'

const WATCHER = 'org.kde.StatusNotifierWatcher'
const LIMIT_MS = 3_000

/**
 * Tells whether this desktop shows tray icons. Windows and macOS always do. A Linux desktop does when a watcher of them
 * is on the session bus (GNOME has none without an extension); where the bus cannot be asked, it does not. Never
 * rejects.
 */
export async function hasTrayHost(platform: NodeJS.Platform): Promise<boolean> {
  if (platform !== 'linux') return true
  const call = ['call', '--session', '--dest', 'org.freedesktop.DBus', '--object-path', '/org/freedesktop/DBus']
  return await new Promise((resolve) => {
    execFile(
      'gdbus',
      [...call, '--method', 'org.freedesktop.DBus.NameHasOwner', WATCHER],
      { timeout: LIMIT_MS },
      (error, answer) => resolve(error === null && answer.includes('true')),
    )
  })
}
