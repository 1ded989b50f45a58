import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Seam } from './seam.ts'

interface Loaded {
  contents: string
  loader: 'ts'
  resolveDir: string
}

/** The part of esbuild's plugin interface (https://esbuild.github.io/plugins/) that is used here. */
export interface Plugin {
  name: string
  setup(build: {
    onResolve(where: { filter: RegExp }, resolve: (at: { path: string }) => { path: string; namespace: string }): void
    onLoad(
      where: { filter: RegExp; namespace?: string },
      load: (at: { path: string }) => Promise<Loaded> | Loaded | undefined,
    ): void
    onEnd(ended: () => void): void
  }): void
}

const ROOT = new URL('../../../', import.meta.url)
/** Imports and esbuild's names for modules that stand behind a seam. */
const ORIGINAL = 'original'

/**
 * A plugin that puts wrappers around exports while a program is bundled. Its build fails when a seam's module is not
 * part of the program, or does not export its name: then the code has changed, and the fault has to follow it.
 * Throws an Error when one export has two wrappers.
 */
export function withSeams(seams: readonly Seam[]): Plugin {
  const byFile = new Map<string, Seam[]>()
  for (const seam of seams) {
    const file = fileURLToPath(new URL(seam.module, ROOT))
    const others = byFile.get(file) ?? []
    if (others.some((other) => other.export === seam.export))
      throw new Error(`a fault is put twice at ${seam.export} of ${seam.module}`)
    byFile.set(file, [...others, seam])
  }
  return {
    name: 'seams',
    setup(build) {
      const missing = new Set(byFile.keys())
      build.onResolve({ filter: new RegExp(`^${ORIGINAL}:`) }, ({ path }) => ({
        path: path.slice(ORIGINAL.length + 1),
        namespace: ORIGINAL,
      }))
      build.onLoad({ filter: /.*/, namespace: ORIGINAL }, async ({ path }) => ({
        contents: await readFile(path, 'utf8'),
        loader: 'ts',
        resolveDir: dirname(path),
      }))
      build.onLoad({ filter: /\.ts$/, namespace: 'file' }, ({ path }) => {
        const here = byFile.get(path)
        if (here === undefined) return undefined
        missing.delete(path)
        return { contents: standIn(path, here), loader: 'ts', resolveDir: dirname(path) }
      })
      build.onEnd(() => {
        for (const file of missing) throw new Error(`a fault was to be put into ${file}, which is not loaded`)
      })
    },
  }
}

/** The module with some of its exports wrapped; an export by name takes precedence over one by `*` (ECMA-262, 16.2.3). */
function standIn(file: string, seams: readonly Seam[]): string {
  const original = JSON.stringify(`${ORIGINAL}:${file}`)
  const wrapped = seams.map(
    ({ export: name, by }, index) => `
      import { ${name} as original${index} } from ${original}
      import { ${name} as wrap${index} } from ${JSON.stringify(fileURLToPath(by))}
      const wrapped${index} = wrap${index}(original${index})
      export { wrapped${index} as ${name} }`,
  )
  return `export * from ${original}\n${wrapped.join('\n')}`
}
