import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { bundleServer } from '../build/bundle-server.ts'
import { describePackage } from './package-json.ts'

/**
 * `npm run pack:server`: puts the package `laidan-server` together and packs it. The package holds the server as one
 * file, the built console, the samples of deploy/ and the pages that explain them; its package.json names what else it
 * needs.
 */

const root = join(import.meta.dirname, '../..')
/** The server looks for the console at ../../dist/console from its own file; both keep their places in the package. */
const PARTS = { server: 'dist/server', console: 'dist/console', bin: 'bin' }
/** The files of deploy/ in the package. The image is not one of them: it is built from the sources. */
const SAMPLES = [
  ...['laidan-server.service', 'laidan-backup.service', 'laidan-backup.timer', 'nginx.conf', 'Caddyfile'],
  // For several servers on one PostgreSQL.
  ...['laidan-server@.service', 'nginx-nodes.conf', 'Caddyfile-nodes'],
  // Below a path of a site.
  ...['nginx-path.conf', 'Caddyfile-path'],
  // For whoever watches metrics.
  'alerts.yml',
]
const PAGES = [
  'admin.md',
  'deploy.md',
  'scaling.md',
  'configuration.md',
  'api.md',
  'payments.md',
  'console.md',
  'updates.md',
  'attention.md',
  'events.md',
  'keys.md',
  'connectors.md',
  // The connectors that have a page of their own.
  ...readdirSync(join(root, 'server/connectors'))
    .map((folder) => `${folder}.md`)
    .filter((page) => existsSync(join(root, 'docs', page))),
]

const { values } = parseArgs({
  options: {
    console: { type: 'string', default: join(root, 'dist/console') },
    out: { type: 'string', default: join(root, 'dist') },
  },
})
const folder = resolve(values.out, 'server-package')
const built = resolve(values.console)

await rm(folder, { recursive: true, force: true })
await mkdir(join(folder, PARTS.bin), { recursive: true })
const imported = await bundleServer(root, join(folder, PARTS.server))
await readFile(join(built, 'index.html')).catch((cause: unknown) => {
  throw new Error(`There is no console in ${built}. Build it first: npm run build:console`, { cause })
})
await cp(built, join(folder, PARTS.console), { recursive: true })
await cp(join(root, 'server/pack/laidan-server.mjs'), join(folder, PARTS.bin, 'laidan-server.mjs'))
await cp(join(root, 'server/pack/README.md'), join(folder, 'README.md'))
await cp(join(root, 'LICENSE'), join(folder, 'LICENSE'))
for (const name of SAMPLES) await cp(join(root, 'deploy', name), join(folder, 'deploy', name))
for (const page of PAGES) await cp(join(root, 'docs', page), join(folder, 'docs', page))
await writeFile(join(folder, 'package.json'), `${JSON.stringify(await describePackage(root, imported), null, 2)}\n`)

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
const { stdout } = await promisify(execFile)(npm, ['pack', '--pack-destination', '..'], {
  cwd: folder,
  shell: process.platform === 'win32',
})
process.stdout.write(`${join(resolve(values.out), stdout.trim().split('\n').at(-1) ?? '')}\n`)
