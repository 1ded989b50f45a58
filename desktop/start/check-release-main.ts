import { readRelease } from './dist.ts'
import { checkRelease } from './release-notes.ts'

// `npm run check:release -- v1.2.3`: ends with an error unless this may be released under that tag.

const { version, notes } = readRelease()
checkRelease(process.argv[2] ?? '', version, notes)
