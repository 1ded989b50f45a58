import { readFileSync } from 'node:fs'
import Module from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as z from 'zod'
import { createElectron } from './create-electron.ts'

// electron [switches] <app folder> [switches]: the part of Electron's command line that tests use.

const args = process.argv.slice(2)
const folder = resolve(args.find((argument) => !argument.startsWith('-')) ?? '.')
const manifest = z
  .object({ name: z.string(), version: z.string(), main: z.string() })
  .parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')))

const { electron, start } = createElectron({ ...manifest, folder, args })
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
