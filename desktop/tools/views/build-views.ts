import { join } from 'node:path'
import { build } from 'vite'
import { unlessUnchanged } from '../../../server/build/unless-unchanged.ts'

const root = join(import.meta.dirname, '../../..')
export const VIEWS_CONFIG = join(root, 'desktop/views/page/vite.config.ts')
const SOURCES = ['desktop/ui', 'desktop/core', 'desktop/views', 'shared', 'package.json', 'tsconfig.json']

/** Builds the pages of the fixed views into dist/views, unless no source has changed since. */
export async function buildViews(): Promise<void> {
  const settings = [process.env['NODE_ENV'] ?? '']
  await unlessUnchanged(root, { output: 'dist/views/view.html', sources: SOURCES, settings }, async () => {
    await build({ configFile: VIEWS_CONFIG, logLevel: 'warn' })
  })
}
