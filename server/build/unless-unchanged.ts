import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'

/** A build from files of the repository. Paths are relative to the repository's folder. */
export interface Built {
  /** File that the build writes; while it is missing, the build has to run. */
  output: string
  /** Files and folders that the build reads; of a folder everything below it counts. */
  sources: readonly string[]
  /** Further inputs of the build, such as a variable of the environment. */
  settings?: readonly string[]
}

/**
 * Runs `make` unless its output exists and was made from the same sources: compared by content, so that neither a
 * checkout nor a touched file makes it run. Resolves to whether `make` ran; rejects with the error of `make`.
 */
export async function unlessUnchanged(root: string, built: Built, make: () => Promise<void>): Promise<boolean> {
  const stamp = stampOf(root, built)
  const now = await fingerprint(root, built)
  const then = await readFile(stamp, 'utf8').catch(() => '')
  if (now === then && existsSync(join(root, built.output))) return false
  await forgetBuilt(root, built)
  await make()
  await mkdir(dirname(stamp), { recursive: true })
  await writeFile(stamp, now)
  return true
}

/** Makes the next {@link unlessUnchanged} run, because another program writes the output. */
export async function forgetBuilt(root: string, built: Built): Promise<void> {
  await rm(stampOf(root, built), { force: true })
}

/** Names the file with the fingerprint. It is not beside the output: that whole folder is shipped. */
function stampOf(root: string, { output }: Built): string {
  return join(root, 'dist/stamps', output.replaceAll('/', '-'))
}

/** Makes the SHA-256 over the names and contents of the sources, the versions of all packages, and the settings. */
async function fingerprint(root: string, { sources, settings = [] }: Built): Promise<string> {
  const files = (await Promise.all([...sources, 'package-lock.json'].map((path) => filesBelow(root, path)))).flat()
  const contents = await Promise.all(files.map((file) => readFile(join(root, file))))
  const hash = createHash('sha256').update(JSON.stringify([files, settings]))
  for (const content of contents) hash.update(`\n${content.length}\n`).update(content)
  return hash.digest('hex')
}

async function filesBelow(root: string, path: string): Promise<string[]> {
  const entries = await readdir(join(root, path), { recursive: true, withFileTypes: true }).catch(() => undefined)
  if (entries === undefined) return [path]
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort()
}
