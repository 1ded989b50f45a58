import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Built, unlessUnchanged } from './unless-unchanged.ts'

const SERVER: Built = { output: 'dist/server/main.js', sources: ['server', 'shared', 'tsconfig.json'] }

/**
 * Builds the server as one file of JavaScript, the one that the package `laidan-server` ships, unless no source has
 * changed since the last build. Resolves to the file's path, for `node`. The file is replaced as a whole: a server that
 * starts at the same moment loads the old one or the new one. Rejects with the bundler's error.
 */
export async function buildServer(root: string): Promise<string> {
  const entry = join(root, SERVER.output)
  await unlessUnchanged(root, SERVER, async () => {
    // The bundler takes longer to load than everything else here together.
    const { bundleServer } = await import('./bundle-server.ts')
    await mkdir(dirname(entry), { recursive: true })
    const folder = await mkdtemp(join(root, 'dist/building-server-'))
    try {
      await bundleServer(root, folder)
      await rename(join(folder, 'main.js'), entry)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
  return entry
}
