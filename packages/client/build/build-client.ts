import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'vite'

/** The oldest Node and browsers that run the client. */
const TARGET = ['node20', 'es2022']

/**
 * Bundles `@laidan/client` into `outDir`: one file of JavaScript with the shared protocol and zod in it, so that it depends
 * on nothing, and their licences. Rejects with the bundler's error, and with an Error when the bundle imports something.
 */
export async function bundleClient(root: string, outDir: string): Promise<void> {
  const result = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    build: {
      license: { fileName: 'licenses.md' },
      target: TARGET,
      outDir,
      emptyOutDir: true,
      minify: false,
      copyPublicDir: false,
      lib: { entry: join(root, 'packages/client/src/index.ts'), formats: ['es'], fileName: () => 'index.js' },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })
  for (const { output } of [result].flat().filter((one) => 'output' in one)) {
    const imports = output.flatMap((chunk) =>
      chunk.type === 'chunk' ? [...chunk.imports, ...chunk.dynamicImports] : [],
    )
    if (imports.length > 0) throw new Error(`the client would import ${imports.join(', ')}`)
  }
}

/**
 * Writes the declarations that the entry needs into `outDir`. Rejects with the compiler's error, and with an Error when a
 * public type needs what is not in the package.
 */
export async function declareTypes(root: string, outDir: string): Promise<void> {
  await mkdir(dirname(outDir), { recursive: true })
  const folder = await mkdtemp(join(dirname(outDir), 'types-'))
  try {
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const project = join(root, 'packages/client/tsconfig.json')
    const emit = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--outDir', folder, '--rootDir', root]
    await promisify(execFile)(process.execPath, [tsc, '-p', project, ...emit])
    const source = join(folder, 'packages/client/src')
    await copyDeclarations(source, outDir, 'index.d.ts')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function copyDeclarations(source: string, outDir: string, file: string, done = new Set<string>()): Promise<void> {
  if (done.has(file)) return
  done.add(file)
  const text = await readFile(join(source, file), 'utf8')
  const target = join(outDir, file)
  await mkdir(dirname(target), { recursive: true })
  await writeFile(target, text.replace(/(from ['"]\.[^'"]*)\.ts(?=['"])/g, '$1.js'))
  for (const [, from = ''] of text.matchAll(/from ['"]([^'"]+)['"]/g)) {
    const other = relative(source, join(source, dirname(file), from)).replace(/\.(ts|js)$/, '.d.ts')
    if (!from.startsWith('.') || other.startsWith('..')) throw new Error(`the types of ${file} would need ${from}`)
    await copyDeclarations(source, outDir, other, done)
  }
}

/** The entries of the package's manifest that are other ones than in the repository, where its sources are used. */
const PACKED = {
  private: undefined,
  exports: { '.': { types: './dist/types/index.d.ts', default: './dist/index.js' } },
  files: ['dist'],
}

/** Puts beside the built files, in `folder`/dist, what goes with every package: its manifest, its page and the licence. */
export async function copyPackage(root: string, folder: string): Promise<void> {
  const own = join(root, 'packages/client')
  const manifest: object = JSON.parse(await readFile(join(own, 'package.json'), 'utf8'))
  await writeFile(join(folder, 'package.json'), `${JSON.stringify({ ...manifest, ...PACKED }, null, 2)}\n`)
  await cp(join(own, 'README.md'), join(folder, 'README.md'))
  await cp(join(root, 'LICENSE'), join(folder, 'LICENSE'))
}
