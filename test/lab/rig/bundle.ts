import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Seam } from '../mutants/seam.ts'
import { type Plugin, withSeams } from '../mutants/with-seams.ts'

interface Esbuild {
  build(options: { plugins: Plugin[]; [option: string]: unknown }): Promise<{ outputFiles: { text: string }[] }>
}

/** Below node_modules, so that packages are found from there. */
const FOLDER = fileURLToPath(new URL('../../../node_modules/.cache/laidan-faults', import.meta.url))
const KEPT_MS = 24 * 60 * 60_000

/** What this process has bundled already: it starts hundreds of children, and none of its files change meanwhile. */
const made = new Map<string, Promise<string>>()

/**
 * Bundles a TypeScript file and everything of ours that it imports into one file of JavaScript, and resolves to its path.
 * A child that loads this starts in a third of the time that it takes through tsx. esbuild is what tsx transpiles with,
 * so it is the same code that runs, but for the faults at `seams`. `folder`: where it is put. Rejects when one of these does not find its place.
 */
export function bundle(file: URL, seams: readonly Seam[] = [], folder = FOLDER): Promise<string> {
  const key = [file.href, ...seams.flatMap(({ module, export: name, by }) => [module, name, by.href])].join('\n')
  const known = made.get(key)
  if (known !== undefined) return known
  const output = write(folder, basename(file.pathname, '.ts'), fileURLToPath(file), seams)
  made.set(key, output)
  return output
}

async function write(folder: string, name: string, entry: string, seams: readonly Seam[]): Promise<string> {
  const text = await transpile(entry, seams)
  const output = join(folder, `${name}-${createHash('sha256').update(text).digest('hex').slice(0, 16)}.mjs`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${output}.${process.pid}`, text)
  renameSync(`${output}.${process.pid}`, output)
  forgetOld(folder)
  return output
}

async function transpile(entry: string, seams: readonly Seam[]): Promise<string> {
  const requireOfTsx = createRequire(createRequire(import.meta.url).resolve('tsx/package.json'))
  const { outputFiles } = await (requireOfTsx('esbuild') as Esbuild).build({
    entryPoints: [entry],
    plugins: [withSeams(seams)],
    write: false,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}

function forgetOld(folder: string): void {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name)
    const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
    if (age > KEPT_MS) rmSync(file, { force: true })
  }
}
