import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'

const rootSchema = z.object({
  version: z.string(),
  license: z.string(),
  engines: z.object({ node: z.string() }),
  dependencies: z.record(z.string(), z.string()),
  allowScripts: z.record(z.string(), z.boolean()),
})
const installedSchema = z.object({ version: z.string() })

/**
 * Makes the package.json of the package: the imports of the bundle as dependencies, in exactly the versions that are
 * installed here and so were tested. Throws an Error for an import that the repository does not depend on at run time.
 */
export async function describePackage(root: string, imported: readonly string[]): Promise<object> {
  const { version, license, engines, dependencies, allowScripts } = rootSchema.parse(
    await readJson(join(root, 'package.json')),
  )
  const exact: Record<string, string> = {}
  for (const name of imported.toSorted()) {
    if (dependencies[name] === undefined) throw new Error(`the server imports ${name}, which is no dependency`)
    exact[name] = installedSchema.parse(await readJson(join(root, 'node_modules', name, 'package.json'))).version
  }
  return {
    name: 'laidan-server',
    version,
    description: 'The server of Laidan 来单, the order bell for merchants: no paid order goes unheard',
    license,
    type: 'module',
    bin: { 'laidan-server': 'bin/laidan-server.mjs' },
    files: ['bin', 'dist', 'deploy', 'docs'],
    engines,
    dependencies: exact,
    allowScripts: Object.fromEntries(Object.entries(allowScripts).filter(([name]) => exact[name] !== undefined)),
  }
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'))
}
