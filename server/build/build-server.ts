import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Built, unlessUnchanged } from './unless-unchanged.ts'

const SERVER: Built = { output: 'dist/server/main.js', sources: ['server', 'shared', 'tsconfig.json'] }

/**
 * Makes the server as one file of JavaScript, the one that the package `laidan-server` ships, unless it is there already
 * and no source has changed. Resolves to its path, for `node`. The file is replaced as a whole: a server that starts at
 * the same moment loads the old one or the new one. Rejects with what the bundler finds wrong with the sources.
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
