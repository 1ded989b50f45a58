import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** Files with a hash in their names: under one name there is one content, so that a compressed copy never tells old news. */
const HASHED = /-[\w-]{8}\.(?:js|css|svg)$/
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }

/**
 * Writes a `.br` and a `.gz` beside those files of a built page that have a hash in their names. The server hands them out
 * in their place, and so compresses nothing itself. `names`: paths below `folder`. Rejects with the error of the file system.
 */
export async function compressAssets(folder: string, names: readonly string[]): Promise<void> {
  const hashed = names.filter((name) => HASHED.test(name)).map((name) => join(folder, name))
  await Promise.all(
    hashed.map(async (path) => {
      const body = await readFile(path)
      await writeFile(`${path}.br`, await promisify(brotliCompress)(body, BROTLI))
      await writeFile(`${path}.gz`, await promisify(gzip)(body, { level: 9 }))
    }),
  )
}
