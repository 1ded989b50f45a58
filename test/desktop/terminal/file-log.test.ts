import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createFileLog } from '../../../desktop/hosts/terminal/file-log.ts'
import { tempDir } from '../../support/temp-dir.ts'

const read = (path: string) => readFileSync(path, 'utf8')

it('the log has a line for each entry, readable by its owner alone', () => {
  const path = join(tempDir(), 'state', 'terminal.log')
  const log = createFileLog(path, () => 0)
  log.warn('a sound player failed', { player: 'pw-play', failure: 'line\nbreak' })
  log.info('connected')
  expect(read(path)).toBe(
    '{"at":"1970-01-01T00:00:00.000Z","level":"warn","message":"a sound player failed","player":"pw-play","failure":"line\\nbreak"}\n' +
      '{"at":"1970-01-01T00:00:00.000Z","level":"info","message":"connected"}\n',
  )
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o077).toBe(0)
})

it('the log is put aside when it is large, and the one before is dropped', () => {
  const path = join(tempDir(), 'terminal.log')
  const log = createFileLog(path, () => 0)
  for (const round of ['first', 'second']) {
    writeFileSync(path, round.padEnd(1024 * 1024))
    log.error(round)
  }
  expect(read(`${path}.1`)).toMatch(/^second/)
  expect(JSON.parse(read(path))).toMatchObject({ message: 'second' })
})

it('a log that cannot be written stops nothing', () => {
  const path = join(tempDir(), 'terminal.log')
  mkdirSync(path)
  createFileLog(path, () => 0).warn('lost')
})
