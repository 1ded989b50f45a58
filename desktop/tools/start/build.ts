import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { build, type InlineConfig } from 'vite'
import { type Built, forgetBuilt, unlessUnchanged } from '../../../server/build/unless-unchanged.ts'
import { readPublicKeys } from '../../node/updates/signature.ts'
import { compressAssets } from './compress-assets.ts'

const root = join(import.meta.dirname, '../../..')
const source = join(root, 'desktop/hosts/electron')
export const CONSOLE_CONFIG = join(root, 'desktop/hosts/console/vite.config.ts')
const ADMIN_CONFIG = join(root, 'desktop/hosts/admin/vite.config.ts')
export const CONSOLE_TARGET = join(root, 'dist/console')
export const ELECTRON_TARGET = join(root, 'dist/electron')
const SOURCES = ['desktop', 'shared', 'package.json', 'tsconfig.json']

/** Modules that the main process finds at run time. All else goes into the bundle: a packaged app has no node_modules. */
const EXTERNAL = ['electron', /^node:/]

/** Electron 45 embeds Node 24 and Chromium 156; tests run the bundle on the oldest Node we support. */
const NODE = 'node20'
const CHROME = 'chrome146'

/** The keys by which the app will know its makers. What is no key must not become an app that nobody can update. */
function updateKeys(): string {
  const keys = process.env['UPDATE_PUBLIC_KEYS'] ?? ''
  readPublicKeys(keys)
  return keys
}

/** Vite builds React for development wherever this says so, as under a test. */
const mode = () => process.env['NODE_ENV'] || 'production'

function builtConsole(): Built {
  return { output: 'dist/console/index.html', sources: SOURCES, settings: [mode()] }
}

function builtElectron(): Built {
  return { output: 'dist/electron/renderer/index.html', sources: SOURCES, settings: [mode(), updateKeys()] }
}

/** The three parts of the app: the main process (ESM), the sandboxed preload (one CommonJS file), the pages. */
function parts(watch: boolean, target: string): InlineConfig[] {
  const common = { configFile: false, root, logLevel: 'warn' } satisfies InlineConfig
  const kept = { emptyOutDir: false, minify: false, sourcemap: true, watch: watch ? {} : null } as const
  return [
    {
      ...common,
      ssr: { noExternal: true, external: [] },
      define: { __LAIDAN_UPDATE_KEYS__: JSON.stringify(updateKeys()) },
      build: {
        ...kept,
        ssr: true,
        target: NODE,
        outDir: target,
        rolldownOptions: {
          input: join(source, 'main.ts'),
          external: EXTERNAL,
          // What a CommonJS module finds around itself, and a bundle of the other kind does not.
          transform: { define: { __filename: 'import.meta.filename', __dirname: 'import.meta.dirname' } },
          output: { format: 'es', entryFileNames: 'main.js', codeSplitting: false },
        },
      },
    },
    {
      ...common,
      build: {
        ...kept,
        ssr: true,
        target: NODE,
        outDir: target,
        rolldownOptions: {
          input: join(source, 'preload.ts'),
          external: ['electron'],
          output: { format: 'cjs', entryFileNames: 'preload.cjs', codeSplitting: false },
        },
      },
    },
    {
      ...common,
      root: join(source, 'renderer'),
      base: './',
      plugins: [react()],
      build: {
        ...kept,
        target: CHROME,
        outDir: join(target, 'renderer'),
        // Its polyfill would fetch, which the page's policy forbids; and a data: address is no media source there.
        modulePreload: false,
        assetsInlineLimit: 0,
      },
    },
  ]
}

/** Builds the console and the operator's page into dist/console, where the server looks for them, unless no source has changed since. */
export async function buildConsole(): Promise<void> {
  await unlessUnchanged(root, builtConsole(), async () => {
    // The console last: by its page the server notices a new build.
    for (const configFile of [ADMIN_CONFIG, CONSOLE_CONFIG]) {
      const built = await build({
        configFile,
        logLevel: 'warn',
        // In place: somebody may be looking at it. What is left of former builds nobody asks for.
        build: { emptyOutDir: false },
      })
      await compressAssets(CONSOLE_TARGET, namesOf(built))
    }
  })
}

/** Lists the files that a build wrote. */
function namesOf(built: Awaited<ReturnType<typeof build>>): string[] {
  const outputs = 'on' in built ? [] : [built].flat()
  return outputs.flatMap(({ output }) => output.map(({ fileName }) => fileName))
}

/** Builds the app into dist/electron, unless no source has changed since. */
export async function buildChangedElectron(): Promise<void> {
  await unlessUnchanged(root, builtElectron(), () => buildParts(ELECTRON_TARGET))
}

/** Builds the app into `target` in any case. */
export async function buildElectron(target = ELECTRON_TARGET): Promise<void> {
  if (target === ELECTRON_TARGET) await forgetBuilt(root, builtElectron())
  await buildParts(target)
}

/** Builds the app into dist/electron, goes on watching its sources, and calls `rebuilt` after every later build. */
export async function watchElectron(rebuilt: () => void): Promise<void> {
  await forgetBuilt(root, builtElectron())
  await buildParts(ELECTRON_TARGET, rebuilt)
}

async function buildParts(target: string, rebuilt?: () => void): Promise<void> {
  for (const part of parts(rebuilt !== undefined, target)) {
    const result = await build(part)
    if (rebuilt === undefined || !('on' in result)) continue
    await new Promise<void>((resolve) => {
      let first = true
      result.on('event', (event) => {
        if (event.code !== 'END') return
        if (first) resolve()
        else rebuilt()
        first = false
      })
    })
  }
}
