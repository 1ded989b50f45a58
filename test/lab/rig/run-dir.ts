import { mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atEnd } from '../../support/at-end.ts'

/** A fresh folder for the files of one run. When the test or the round fails it stays, under a name that is printed. */
export function runDir(name: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'laidan-run-'))
  atEnd(({ failed }) => {
    if (!failed) return rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    const kept = join(tmpdir(), `laidan-failed-${name}`)
    rmSync(kept, { recursive: true, force: true })
    renameSync(dir, kept)
    process.stderr.write(`The journals and the database of the failed run are in ${kept}\n`)
  })
  return dir
}
