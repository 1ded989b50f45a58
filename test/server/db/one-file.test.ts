import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openSqlite } from '../../../server/db/sqlite/open-sqlite.ts'
import { tempDir } from '../../support/temp-dir.ts'

it('a database that was closed is one file: its log is in it, however its connections end', async () => {
  const file = join(tempDir(), 'laidan.db')
  const left: number[] = []
  for (let round = 0; round < 60; round++) {
    const db = await openSqlite({ file })
    await db.write(async (sql) => {
      await sql.run('INSERT INTO installation (name, value) VALUES (?, ?)', [`round-${round}`, 'kept'])
    })
    await db.close()
    if (existsSync(`${file}-wal`)) left.push(round)
  }
  expect(left).toEqual([])
})
