import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../../tooling/source-files.ts'

const run = promisify(execFile)
const VITE = join(root, 'node_modules/vite/bin/vite.js')

/** Makes the package as `npm run pack:server` does, but in a folder of its own; returns the tarball. */
export async function packServer(out: string): Promise<string> {
  const env = { ...process.env, NODE_ENV: 'production' }
  const console = join(out, 'console')
  // The console empties the folder, and the operator's page comes beside it.
  for (const page of ['console', 'admin']) {
    const config = `desktop/hosts/${page}/vite.config.ts`
    const built = ['build', '--config', config, '--outDir', console, '--logLevel', 'warn']
    await run(process.execPath, [VITE, ...built], { cwd: root, env })
  }
  const words = ['--import', 'tsx', 'server/pack/main.ts', '--console', console, '--out', out]
  const { stdout } = await run(process.execPath, words, { cwd: root, env })
  return stdout.trim()
}

/** The environment of somebody who has Node and npm and nothing of ours. */
export function bareEnv(home: string, registry: string): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    npm_config_registry: registry,
    npm_config_cache: join(home, 'cache'),
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
    // What they would do is done: the registry offers sqlite3 as it was compiled here.
    npm_config_ignore_scripts: 'true',
  }
}
