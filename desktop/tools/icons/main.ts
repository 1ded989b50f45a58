import { join } from 'node:path'
import { writeIcons } from './write-icons.ts'

// `npm run build:icons`: into dist/icons, or into the folder named.

writeIcons(process.argv[2] ?? join(import.meta.dirname, '../../../dist/icons'))
