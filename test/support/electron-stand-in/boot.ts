import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import Module from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as z from 'zod'
import { extractAsar } from '../asar.ts'
import { createElectron } from './create-electron.ts'

// electron [switches] <app folder> [switches]: the part of Electron's command line that tests use. A packaged app has
// no
// folder there: its launcher says `--app-asar=FILE` and `--app-exe=FILE` first.

const args = process.argv.slice(2)
const packaged = readPackaged()
const folder = packaged?.folder ?? resolve(args.find((argument) => !argument.startsWith('-')) ?? '.')
const manifest = z
  .object({ name: z.string(), productName: z.string().optional(), version: z.string(), main: z.string() })
  .parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')))

const { electron, start } = createElectron({
  ...manifest,
  name: manifest.productName ?? manifest.name,
  ...{ folder, args, packaged: packaged !== undefined },
})
if (packaged !== undefined) {
  Object.defineProperty(process, 'execPath', { value: packaged.program, enumerable: true })
  Object.defineProperty(process, 'resourcesPath', { value: dirname(packaged.asar), enumerable: true })
}
Object.defineProperty(process.versions, 'electron', { value: 'stand-in', enumerable: true })
Object.defineProperty(globalThis, 'electronStandIn', { value: electron })

// `require('electron')`: Playwright asks for it so.
const loader = Module as unknown as { _load(id: string, ...rest: unknown[]): unknown }
const load = loader._load
loader._load = (id, ...rest) => (id === 'electron' ? electron : load.call(Module, id, ...rest))

// `import … from 'electron'`
const names = Object.keys(electron).map((name) => `export const ${name} = globalThis.electronStandIn.${name}`)
const source = `data:text/javascript,${encodeURIComponent(names.join('\n'))}`
const hook = `export const resolve = (id, context, next) =>
  id === 'electron' ? { url: ${JSON.stringify(source)}, shortCircuit: true } : next(id, context)`
Module.register(`data:text/javascript,${encodeURIComponent(hook)}`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => electron.app.quit())
await import(pathToFileURL(join(folder, manifest.main)).href)
await start()

/**
 * Extracts a packaged app, because Node reads no asar: into a folder of its own, so that a file missing from it is
 * missed.
 */
function readPackaged(): { asar: string; program: string; folder: string } | undefined {
  const [asar, program] = ['--app-asar=', '--app-exe='].map((name) =>
    args.find((argument) => argument.startsWith(name))?.slice(name.length),
  )
  if (asar === undefined || program === undefined) return undefined
  args.splice(0, 2)
  const extracted = mkdtempSync(join(tmpdir(), 'laidan-stand-in-'))
  process.on('exit', () => rmSync(extracted, { recursive: true, force: true }))
  extractAsar(asar, extracted)
  return { asar, program, folder: extracted }
}
