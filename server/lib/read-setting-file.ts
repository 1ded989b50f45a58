import { readFileSync } from 'node:fs'

/** Reads a file that a setting names; one that cannot be read comes back as the code of the file system's error. */
export function readSettingFile(path: string): { text: string } | { code: string } {
  try {
    return { text: readFileSync(path, 'utf8') }
  } catch (error) {
    return { code: error instanceof Error && 'code' in error ? String(error.code) : 'unknown' }
  }
}
