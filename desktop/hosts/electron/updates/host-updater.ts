import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import type { AppUpdater } from 'electron-updater'
import { AppImageUpdater } from 'electron-updater/out/AppImageUpdater.js'
import { BaseUpdater } from 'electron-updater/out/BaseUpdater.js'
import { DebUpdater } from 'electron-updater/out/DebUpdater.js'
import { MacUpdater } from 'electron-updater/out/MacUpdater.js'
import { NsisUpdater } from 'electron-updater/out/NsisUpdater.js'
import type { Clock } from '../../../../shared/clock.ts'
import type { Logger } from '../../../core/ports.ts'
import { manifestName } from '../../../node/updates/manifest.ts'
import { readPublicKeys } from '../../../node/updates/signature.ts'
import { createElectronUpdaterPort } from './electron-updater-port.ts'
import type { UpdaterPort } from './updater-port.ts'

/** macOS takes the update over from us before it ends the app; if it does not, the app comes back as it was. */
const HANDOVER_LIMIT_MS = 120_000

/** The way this copy of the app was installed; `undefined`: not at all, it runs where it was built. */
type Kind = 'nsis' | 'mac' | 'deb' | 'appimage' | undefined

/** Makes the updater of this machine, or names why there is none. `keys` are those that the build was given. */
export function createHostUpdater(deps: {
  keys: string
  clock: Clock
  log: Logger
}): UpdaterPort | 'no_key' | 'not_installed' {
  const { clock, log } = deps
  const kind = installedAs()
  if (kind === undefined) return 'not_installed'
  const keys = readPublicKeys(deps.keys)
  if (keys.length === 0) return 'no_key'
  return createElectronUpdaterPort({
    createUpdater: () => createUpdater(kind),
    manifest: manifestName(process.platform, process.arch),
    keys,
    clock,
    log,
    // dpkg runs as root, so the system asks for a password.
    alone: kind !== 'deb',
    // macOS would have to be handed the update, and would start the app again.
    whenQuitting: kind === 'nsis' || kind === 'appimage',
    install: (updater, { restart }) => install(updater, restart, clock),
  })
}

function installedAs(): Kind {
  if (!app.isPackaged) return undefined
  if (process.platform === 'win32') return 'nsis'
  if (process.platform === 'darwin') return 'mac'
  if (packageType() === 'deb') return 'deb'
  return process.env['APPIMAGE'] === undefined ? undefined : 'appimage'
}

/** Reads the word that electron-builder leaves in its packages. */
function packageType(): string | undefined {
  try {
    return readFileSync(join(process.resourcesPath, 'package-type'), 'utf8').trim()
  } catch {
    return undefined
  }
}

function createUpdater(kind: NonNullable<Kind>): AppUpdater {
  const classes = { nsis: NsisUpdater, mac: MacUpdater, deb: DebUpdater, appimage: AppImageUpdater }
  return new classes[kind]()
}

/** Ends the app in any case: a bell that is neither the old version nor the new one must not sit in the tray. */
function install(updater: AppUpdater, restart: boolean, clock: Clock): void {
  // An AppImage starts its successor before it has ended, which would find the lock taken, and go.
  app.releaseSingleInstanceLock()
  if (updater instanceof BaseUpdater) {
    if (!updater.install(true, restart) && restart) relaunch()
    return app.quit()
  }
  const giveUp = () => {
    relaunch()
    app.quit()
  }
  updater.once('error', giveUp)
  clock.after(HANDOVER_LIMIT_MS, giveUp)
  updater.quitAndInstall()
}

function relaunch(): void {
  const image = process.env['APPIMAGE']
  app.relaunch(image === undefined ? {} : { execPath: image })
}
