import { readFileSync } from 'node:fs'
import * as z from 'zod'

const packageSchema = z.object({ version: z.string().min(1) })

/**
 * Reads the version of these sources from package.json, the only place where a version is written. For programs that
 * run from sources and for builds; a bundle has no package.json beside it and gets the version as a define. Throws when
 * the file cannot be read or names no version.
 */
export function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return packageSchema.parse(JSON.parse(text)).version
}
