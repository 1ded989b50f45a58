import { readRelease } from './dist.ts'
import { checkRelease } from './release-notes.ts'

// `npm run check:release -- v1.2.3`: ends with one line of error unless this may be released under that tag.

try {
  const { version, notes } = readRelease()
  checkRelease(process.argv[2] ?? '', version, notes, process.env['UPDATE_PUBLIC_KEYS'] ?? '')
} catch (error) {
  process.stderr.write(`No release: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
