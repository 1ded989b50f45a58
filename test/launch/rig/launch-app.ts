import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { installedRuntime } from '../../../desktop/tools/start/electron-runtime.ts'
import { until } from '../../support/until.ts'
import { root } from '../../tooling/source-files.ts'
import { APP_FOLDER, PACKAGED } from './tested-app.ts'

const STAND_IN = join(root, 'test/support/electron-stand-in/electron')

/** What runs the app: the real thing where there is one; nothing is downloaded. */
export const RUNTIME = PACKAGED ?? installedRuntime(process.env) ?? STAND_IN
export const RUNTIME_NAME = `${PACKAGED === undefined ? '' : 'packaged, '}${isStandIn(RUNTIME) ? 'stand-in' : 'Electron'}`

const LAUNCH_MS = 300_000
/** From the app's start until its pages stand, on a machine that does a great deal else. */
const PAGE_MS = 180_000

export interface LaunchedApp {
  app: ElectronApplication
  screens: Page
  alert: Page
  /** Quits as from the tray, and resolves when the process is gone. */
  quit(): Promise<void>
  /** Resolves with the exit code when it has ended by itself. */
  ended(): Promise<number | null>
}

/** The command line that starts the app with this folder for its data. */
export function appArgs(userData: string, switches: readonly string[] = []): string[] {
  return [...(PACKAGED === undefined ? [APP_FOLDER] : []), `--user-data-dir=${userData}`, ...switches]
}

/** A package of the stand-in carries this file, lest anybody takes it for the app. */
function isStandIn(runtime: string): boolean {
  return runtime === STAND_IN || existsSync(join(dirname(runtime), 'STAND-IN.txt'))
}

/** Starts the app as it was built; it ends with the running test at the latest. */
export async function launchApp(
  env: Record<string, string>,
  userData: string,
  switches: readonly string[] = [],
): Promise<LaunchedApp> {
  const app = await _electron.launch({
    executablePath: RUNTIME,
    args: appArgs(userData, switches),
    cwd: root,
    env,
    timeout: LAUNCH_MS,
  })
  const child = app.process()
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve))
  let over = false
  void gone.then(() => {
    over = true
  })
  async function quit(): Promise<void> {
    if (!over) await app.close()
    await gone
  }
  onTestFinished(quit)
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  async function page(surface: string): Promise<Page> {
    const find = () => app.windows().find((window) => window.url().includes(`surface=${surface}`))
    try {
      return await until(`the page ${surface} stands`, find, PAGE_MS)
    } catch (error) {
      const urls = app.windows().map((window) => window.url())
      throw new Error(`${error}\nits pages: ${urls.join(' ')}\nit said: ${said}`)
    }
  }
  const screens = await page('screens')
  const alert = await page('alert')
  await screens.waitForLoadState()
  await alert.waitForLoadState()
  return { app, screens, alert, quit, ended: () => gone }
}
