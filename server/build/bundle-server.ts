import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { build } from 'vite'

/** The oldest Node that runs the server. */
const TARGET = 'node20'
/**
 * Packages that become part of the bundle. Zod is a hundred files, most of them texts in languages that the server does
 * not speak: reading them was a seventh of a start's processor time.
 */
const BUNDLED = ['zod']
/** The licences of these, which have to go with their code. */
const LICENSES = 'licenses.md'

/**
 * Bundles the server's own sources into `outDir`/main.js; packages stay imports, but for {@link BUNDLED}. Not minified, so
 * that a stack names functions. Resolves to the names of the imported packages. Rejects with the bundler's error.
 */
export async function bundleServer(root: string, outDir: string): Promise<string[]> {
  const result = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    ssr: { noExternal: BUNDLED },
    build: {
      ssr: true,
      license: { fileName: LICENSES },
      target: TARGET,
      outDir,
      emptyOutDir: true,
      minify: false,
      copyPublicDir: false,
      rolldownOptions: {
        input: join(root, 'server/main.ts'),
        output: { format: 'es', entryFileNames: 'main.js', codeSplitting: false },
      },
    },
  })
  if (!('output' in result)) throw new Error('the build gave no output')
  const imported = result.output.flatMap((chunk) =>
    chunk.type === 'chunk' ? [...chunk.imports, ...chunk.dynamicImports] : [],
  )
  return [...new Set(imported.filter((name) => !isBuiltin(name) && !name.endsWith('.js')).map(packageOf))]
}

/** `@scope/name/part` → `@scope/name`. */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
