import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { bundleClient, copyPackage, declareTypes } from './build-client.ts'

// `npm run pack:client`: builds the package `@laidan/client` in dist/client-package, and packs it into dist/.

const root = join(import.meta.dirname, '../../..')
const { values } = parseArgs({ options: { out: { type: 'string', default: join(root, 'dist') } } })
const folder = join(values.out, 'client-package')

await rm(folder, { recursive: true, force: true })
await bundleClient(root, join(folder, 'dist'))
await declareTypes(root, join(folder, 'dist/types'))
await copyPackage(root, folder)
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
const { stdout } = await promisify(execFile)(npm, ['pack', '--pack-destination', '..'], {
  cwd: folder,
  shell: process.platform === 'win32',
})
process.stdout.write(`${join(values.out, stdout.trim().split('\n').at(-1) ?? '')}\n`)
