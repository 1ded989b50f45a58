import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as z from 'zod'

interface Entry {
  files?: Record<string, Entry> | undefined
  size?: number | undefined
  /** Decimal, from the end of the header. */
  offset?: string | undefined
}
const entrySchema: z.ZodType<Entry> = z.object({
  size: z.number().optional(),
  offset: z.string().optional(),
  get files() {
    return z.record(z.string(), entrySchema).optional()
  },
})

/**
 * Reads the files of an asar archive (the format of @electron/asar), by path: `dist/electron/main.js`. Throws an Error
 * for a file outside of it.
 */
export function readAsar(file: string): Map<string, Buffer> {
  const archive = readFileSync(file)
  // Four numbers of Chromium's pickle; the second is the header's size, the fourth that of the JSON in it.
  const body = 8 + archive.readUInt32LE(4)
  const header: unknown = JSON.parse(archive.toString('utf8', 16, 16 + archive.readUInt32LE(12)))
  const files = new Map<string, Buffer>()
  function walk(entry: Entry, path: string): void {
    for (const [name, child] of Object.entries(entry.files ?? {})) walk(child, path === '' ? name : `${path}/${name}`)
    if (entry.files !== undefined) return
    if (entry.offset === undefined) throw new Error(`${path} does not lie in the archive`)
    const start = body + Number(entry.offset)
    files.set(path, archive.subarray(start, start + (entry.size ?? 0)))
  }
  walk(entrySchema.parse(header), '')
  return files
}

/** Writes the files of an asar archive below `folder`. */
export function extractAsar(file: string, folder: string): void {
  for (const [path, bytes] of readAsar(file)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
}
