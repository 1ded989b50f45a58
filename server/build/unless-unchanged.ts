import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'

/** A thing that is built from files of the repository. Paths are relative to its folder. */
export interface Built {
  /** File that the build writes; without it there is nothing built. */
  output: string
  /** Files and folders that the build reads; of a folder everything below it counts. */
  sources: readonly string[]
  /** What else decides the result, such as a variable of the environment. */
  settings?: readonly string[]
}

/**
 * Runs `make` unless its output is there and was made from the same sources: compared by content, so that neither a
 * checkout nor a touched file builds anything. Resolves to whether it ran; rejects with what `make` rejects with.
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

/** Lets the next {@link unlessUnchanged} build, because somebody else writes the output. */
export async function forgetBuilt(root: string, built: Built): Promise<void> {
  await rm(stampOf(root, built), { force: true })
}

/** Not beside the output: all of that is shipped. */
function stampOf(root: string, { output }: Built): string {
  return join(root, 'dist/stamps', output.replaceAll('/', '-'))
}

/** SHA-256 over the names and contents of the sources, the versions of all packages, and the settings. */
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
