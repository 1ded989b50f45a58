import { closeSync, existsSync, openSync, readSync } from 'node:fs'
import { pause } from '../../support/until.ts'

/** Reads a file again and again and keeps it open meanwhile, as a virus scanner, an indexer or a backup does. */
const [path = '', holdMs = '50'] = process.argv.slice(2)
while (!existsSync(path)) await pause(5)
process.stdout.write('scanning\n')
for (;;) {
  try {
    const file = openSync(path, 'r')
    readSync(file, Buffer.alloc(1_024))
    await pause(Number(holdMs))
    closeSync(file)
  } catch {
    // It is being replaced.
  }
  await pause(25)
}
