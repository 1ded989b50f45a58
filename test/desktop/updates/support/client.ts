import { createPublicKey, type KeyObject } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import type { AppAdapter } from 'electron-updater/out/AppAdapter.js'
import { ElectronHttpExecutor } from 'electron-updater/out/electronHttpExecutor.js'
import { NsisUpdater } from 'electron-updater/out/NsisUpdater.js'
import { createElectronUpdaterPort } from '../../../../desktop/hosts/electron/updates/electron-updater-port.ts'
import type { UpdaterPort } from '../../../../desktop/hosts/electron/updates/updater-port.ts'
import type { Clock } from '../../../../shared/clock.ts'
import { tempDir } from '../../../support/temp-dir.ts'
import { recordingLog } from '../../core/support/small-ports.ts'

/** electron-updater's own executor, with Node's requests where Electron's would be. */
class NodeExecutor extends ElectronHttpExecutor {
  override createRequest(options: object, callback: (response: IncomingMessage) => void): never {
    return request(options, callback) as ClientRequest as never
  }
  protected override addRedirectHandlers(): void {}
}

export interface UpdateClient {
  port: UpdaterPort
  /** Where electron-updater keeps what it fetched. */
  pending: string
  /** What would have been started: the installer's path and its switches. */
  installs: { file: string; restart: boolean }[]
  log: ReturnType<typeof recordingLog>
}

/** The real electron-updater of Windows, version `version`, without Electron: only the installer is not started. */
export function createClient(deps: { version: string; key: KeyObject | undefined; clock: Clock }): UpdateClient {
  const folder = tempDir()
  const log = recordingLog()
  const installs: UpdateClient['installs'] = []
  const config = join(folder, 'app-update.yml')
  writeFileSync(config, 'provider: generic\nurl: http://127.0.0.1:1\nupdaterCacheDirName: laidan-updater\n')
  const app: AppAdapter = {
    ...{ version: deps.version, name: 'laidan', isPackaged: true, appUpdateConfigPath: config },
    ...{ userDataPath: folder, baseCachePath: folder, whenReady: () => Promise.resolve() },
    ...{ relaunch() {}, quit() {}, onQuit() {} },
  }

  class Updater extends NsisUpdater {
    protected override doInstall(options: { isForceRunAfter: boolean }): boolean {
      installs.push({ file: this.installerPath ?? '', restart: options.isForceRunAfter })
      return true
    }
  }

  const port = createElectronUpdaterPort({
    createUpdater: () => Object.assign(new Updater(null, app), { httpExecutor: new NodeExecutor() }),
    manifest: 'latest.yml',
    keys: deps.key === undefined ? [] : [createPublicKey(deps.key)],
    clock: deps.clock,
    log,
    alone: true,
    whenQuitting: true,
    install: (updater, { restart }) => void (updater as Updater).install(true, restart),
  })
  return { port, installs, log, pending: join(folder, 'laidan-updater', 'pending') }
}
