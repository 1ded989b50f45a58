import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { bundleClient, copyPackage, declareTypes } from '../../packages/client/build/build-client.ts'
import { root } from '../tooling/source-files.ts'
import { tempDir } from './temp-dir.ts'

/**
 * Installs `@laidan/client` as it is built into a folder, as npm would, with `ws` beside it; resolves to the folder. With
 * `types`, its declarations as well.
 */
export async function installClient({ types = false } = {}): Promise<string> {
  const folder = tempDir()
  const own = join(folder, 'node_modules/@laidan/client')
  mkdirSync(own, { recursive: true })
  await bundleClient(root, join(own, 'dist'))
  if (types) await declareTypes(root, join(own, 'dist/types'))
  await copyPackage(root, own)
  symlinkSync(join(root, 'node_modules/ws'), join(folder, 'node_modules/ws'), 'junction')
  return folder
}
