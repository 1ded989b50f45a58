import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PREFIX, windowsMissing, wineEnv } from './wine.ts'

const LIMIT_MS = 300_000

/** Makes the Windows that the suite's programs run on, once; that takes some seconds. Ends it after the suite. */
export default function prepareWindows(): (() => void) | undefined {
  if (windowsMissing() !== undefined) return undefined
  const wine = (program: string, args: readonly string[]) =>
    execFileSync(program, args, { env: wineEnv(), stdio: 'ignore', timeout: LIMIT_MS })
  if (!existsSync(join(PREFIX, 'system.reg'))) {
    mkdirSync(PREFIX, { recursive: true })
    wine('wine', ['wineboot', '-i'])
  }
  return () => {
    // Windows' own services, which nobody uses any more; without any it ends with an error.
    try {
      wine('wineserver', ['-k'])
    } catch {}
  }
}
