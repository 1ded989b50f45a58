import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { installedRuntime } from '../../../desktop/start/electron-runtime.ts'
import { root } from '../../tooling/source-files.ts'
import { until } from './until.ts'

const STAND_IN = join(root, 'test/support/electron-stand-in/electron')

/** What runs the app: the real thing where there is one; nothing is downloaded. */
export const RUNTIME = installedRuntime(process.env) ?? STAND_IN
export const RUNTIME_NAME = RUNTIME === STAND_IN ? 'stand-in' : 'Electron'

const LAUNCH_MS = 60_000

export interface LaunchedApp {
  app: ElectronApplication
  screens: Page
  alert: Page
  /** Quits as from the tray, and resolves when the process is gone. */
  quit(): Promise<void>
}

/** The command line that starts the app with this folder. */
export function appArgs(userData: string, switches: readonly string[] = []): string[] {
  return [root, `--user-data-dir=${userData}`, ...switches]
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
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let over = false
  void gone.then(() => {
    over = true
  })
  async function quit(): Promise<void> {
    if (!over) await app.close()
    await gone
  }
  onTestFinished(quit)
  const page = (surface: string) =>
    until(`the page ${surface} stands`, () =>
      app.windows().find((window) => window.url().includes(`surface=${surface}`)),
    )
  const screens = await page('screens')
  const alert = await page('alert')
  await screens.waitForLoadState()
  await alert.waitForLoadState()
  return { app, screens, alert, quit }
}
