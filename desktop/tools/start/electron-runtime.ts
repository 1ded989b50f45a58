import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** A hundred megabytes over a slow line take minutes; whoever waits longer has no line. */
const FETCH_LIMIT_MS = 5 * 60_000

/** Where the package `electron` stands; it is never imported, because importing it downloads. */
function packageFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('electron/package.json'))
}

/** Electron's executable, when its runtime is here. Follows the rules of the package's own index.js. */
export function installedRuntime(env: NodeJS.ProcessEnv): string | undefined {
  const folder = packageFolder()
  const pathFile = join(folder, 'path.txt')
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : undefined
  const elsewhere = env['ELECTRON_OVERRIDE_DIST_PATH']
  if (!elsewhere && name === undefined) return undefined
  const executable = join(elsewhere || join(folder, 'dist'), name ?? 'electron')
  return existsSync(executable) ? executable : undefined
}

/**
 * Lets the package's own installer fetch the runtime (since Electron 42 `npm install` does not). Without a network it
 * gives up within a second or two. Resolves to the executable, or `undefined` when it could not be had.
 */
export async function fetchRuntime(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const installer = spawn(process.execPath, [join(packageFolder(), 'install.js')], {
    env,
    stdio: 'ignore',
    timeout: FETCH_LIMIT_MS,
  })
  await new Promise((resolve) => installer.once('close', resolve).once('error', resolve))
  return installedRuntime(env)
}

/** Whether there is a screen to show an app on: on Linux a display server says so. */
export function hasScreen(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): boolean {
  return platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY'])
}
