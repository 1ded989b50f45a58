/**
 * Tells whether this start goes into the tray without a window, as one at login does. Windows and Linux are told by our
 * own switch; macOS starts a login item without arguments (Electron 44 took `openAsHidden` away) and says it
 * afterwards: `wasOpenedAtLogin` of `app.getLoginItemSettings()`, which other systems leave false or out.
 */
export function startsHidden(start: {
  platform: NodeJS.Platform
  /** `--hidden` */
  asked: boolean
  wasOpenedAtLogin: boolean | undefined
}): boolean {
  return start.asked || (start.platform === 'darwin' && start.wasOpenedAtLogin === true)
}
