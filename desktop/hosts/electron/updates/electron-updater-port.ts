import { createHash, type KeyObject } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { AppUpdater, UpdateInfo } from 'electron-updater'
import { Provider, type ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider.js'
import { CancellationToken } from 'electron-updater/out/types.js'
import type { Clock } from '../../../../shared/clock.ts'
import type { Logger } from '../../../core/ports.ts'
import type { Manifest } from '../../../node/updates/manifest.ts'
import { datesOf } from '../../../node/updates/manifest-dates.ts'
import { fetchManifest } from './fetch-manifest.ts'
import { faultOf, UpdateError } from './update-fault.ts'
import type { UpdaterPort } from './updater-port.ts'

/** A download that stands still for this time is given up. Electron's own requests wait for ever. */
const STALL_LIMIT_MS = 120_000
const LONGEST_LOG_LINE = 400

/**
 * Drives electron-updater. The manifest is fetched and verified here, and electron-updater gets the parsed value: it
 * never asks a server for a manifest, so the verified manifest is the one in use. It compares versions, keeps the
 * staged roll-out, fetches the installer (or the parts of it that are new) and checks it against the manifest's
 * SHA-512.
 */
export function createElectronUpdaterPort(deps: {
  /** A fresh one: the next is asked for when the one before hangs in a download. */
  createUpdater(): AppUpdater
  /** The name of the manifest for this system: `latest.yml`. */
  manifest: string
  keys: readonly KeyObject[]
  clock: Clock
  log: Logger
  alone: boolean
  whenQuitting: boolean
  /** Installs what `updater` has downloaded, and ends the app. */
  install(updater: AppUpdater, how: { restart: boolean }): void
}): UpdaterPort {
  const { clock } = deps
  let updater: AppUpdater | undefined
  let found: Manifest | undefined
  let downloaded: { file: string; sha512: string } | undefined

  function ready(): AppUpdater {
    updater ??= prepared(deps.createUpdater(), deps.log)
    return updater
  }

  return {
    alone: deps.alone,
    whenQuitting: deps.whenQuitting,
    async check(feed, newest) {
      found = undefined
      const manifest = await fetchManifest({ feed, name: deps.manifest, keys: deps.keys, newest, clock })
      if (manifest === undefined) return undefined
      const dates = datesOf(manifest)
      const result = await look(ready(), manifest, feed)
      if (result?.isUpdateAvailable !== true) return { dates, offer: undefined }
      found = manifest
      return { dates, offer: { version: manifest.version, notes: manifest.releaseNotes } }
    },
    async download() {
      downloaded = undefined
      if (found === undefined) throw new UpdateError('failed', 'nothing was found to be downloaded')
      const { files } = found
      const [file = ''] = await fetchFile(ready(), clock).catch((error: unknown) => {
        if (faultOf(error) === 'stalled') updater = undefined
        throw error
      })
      const named = files.find(({ url }) => url === basename(file))
      if (named === undefined) throw new UpdateError('failed', 'what was downloaded is not in the manifest')
      downloaded = { file, sha512: named.sha512 }
    },
    async intact() {
      if (downloaded === undefined) return false
      const { file, sha512 } = downloaded
      return (await hashOf(file).catch(() => undefined)) === sha512
    },
    install: (how) => deps.install(ready(), how),
  }
}

/** Sets electron-updater up so that it decides nothing by itself. */
function prepared(updater: AppUpdater, log: Logger): AppUpdater {
  updater.autoDownload = false
  updater.autoInstallOnAppQuit = false
  updater.allowDowngrade = false
  updater.disableWebInstaller = true
  const line = (text: unknown) => ({ said: String(text).slice(0, LONGEST_LOG_LINE) })
  updater.logger = {
    info: (text) => log.info('updater', line(text)),
    warn: (text) => log.warn('updater', line(text)),
    error: (text) => log.warn('updater', line(text)),
  }
  return updater
}

/** Lets electron-updater judge a verified manifest. Rejects with an {@link UpdateError} when it cannot follow it. */
async function look(updater: AppUpdater, manifest: Manifest, feed: string) {
  try {
    updater.setFeedURL({ provider: 'custom', updateProvider: providerOf(manifest, feed) })
    return await updater.checkForUpdates()
  } catch (error) {
    throw new UpdateError('bad_manifest', 'electron-updater cannot follow the manifest', error)
  }
}

/** Hands the verified manifest to electron-updater; installers stand beside it. */
function providerOf(manifest: Manifest, feed: string) {
  return class extends Provider<UpdateInfo> {
    // One range a request: servers answer several at once with the whole file, our own included.
    override get isUseMultipleRangeRequest() {
      return false
    }
    constructor(_options: unknown, _updater: unknown, runtime: ProviderRuntimeOptions) {
      super(runtime)
    }
    override async getLatestVersion(): Promise<UpdateInfo> {
      const [first] = manifest.files
      return { ...manifest, path: first?.url ?? '', sha512: first?.sha512 ?? '' } as UpdateInfo
    }
    override resolveFiles(info: UpdateInfo) {
      return info.files.map((file) => ({ url: new URL(file.url, feed), info: file }))
    }
  }
}

/**
 * Lets electron-updater fetch the file, and gives up after two minutes without a byte, even where electron-updater does
 * not notice that it is cancelled (while it fetches parts of a file). Rejects with an {@link UpdateError}.
 */
async function fetchFile(updater: AppUpdater, clock: Clock): Promise<string[]> {
  const token = new CancellationToken()
  let cancel = () => {}
  let alive = () => {}
  const stall = new Promise<never>((_resolve, reject) => {
    alive = () => {
      cancel()
      cancel = clock.after(STALL_LIMIT_MS, () => {
        reject(new UpdateError('stalled', 'the download stood still'))
        token.cancel()
      })
    }
  })
  updater.on('download-progress', alive)
  alive()
  try {
    return await Promise.race([updater.downloadUpdate(token), stall])
  } catch (error) {
    if (error instanceof UpdateError) throw error
    const wrong = error instanceof Error && 'code' in error && error.code === 'ERR_CHECKSUM_MISMATCH'
    throw new UpdateError(wrong ? 'checksum' : 'download', 'the download failed', error)
  } finally {
    cancel()
    updater.off('download-progress', alive)
  }
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha512')
  await pipeline(createReadStream(file), hash)
  return hash.digest('base64')
}
