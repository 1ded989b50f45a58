import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Database, Sql } from '../../../server/db/database.ts'
import { DatabaseInUseError } from '../../../server/db/sqlite/lock.ts'
import { openSqlite } from '../../../server/db/sqlite/open-sqlite.ts'
import { withRaw } from '../../../server/db/sqlite/raw-sqlite.ts'
import { StorageError } from '../../../server/db/storage-error.ts'
import { createWriter } from '../../../server/db/writer.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { tempDir } from '../../support/temp-dir.ts'

const PUT = 'INSERT INTO installation (name, value) VALUES (?, ?)'

async function open(instrument?: (sql: Sql) => Sql, dir = tempDir()): Promise<Database> {
  const db = await openSqlite({ file: join(dir, 'laidan.db'), ...(instrument && { instrument }) })
  onTestFinished(() => db.close())
  return db
}

/** Notes every statement of the writer; `fail` decides which of them breaks, and how. */
function recorded(statements: string[], fail: (sql: string) => Error | undefined = () => undefined) {
  return (sql: Sql): Sql => {
    const noted = <T>(statement: string, go: () => Promise<T>): Promise<T> => {
      statements.push(statement)
      const error = fail(statement)
      return error === undefined ? go() : Promise.reject(error)
    }
    return {
      run: (statement, values) => noted(statement, () => sql.run(statement, values)),
      get: (statement, values) => noted(statement, () => sql.get(statement, values)),
      all: (statement, values) => noted(statement, () => sql.all(statement, values)),
    }
  }
}

const names = async (db: Database) =>
  (await db.read.all<{ name: string }>(`SELECT name FROM installation WHERE name <> 'lock' ORDER BY name`)).map(
    ({ name }) => name,
  )

describe('the single writer', () => {
  it('lets commands that wait at the same moment share one COMMIT', async () => {
    const statements: string[] = []
    const db = await open(recorded(statements))
    await Promise.all(Array.from({ length: 20 }, (_, i) => db.write((tx) => tx.run(PUT, [`n${i}`, '']))))
    expect(statements.filter((sql) => sql === 'COMMIT').length).toBeLessThanOrEqual(2)
    expect(await names(db)).toHaveLength(20)
  })

  it('waits for a lock that somebody else holds for a moment, though it begins by reading', async () => {
    const dir = tempDir()
    let looked = () => {}
    const hasLooked = new Promise<void>((resolve) => (looked = resolve))
    const watch = (sql: Sql): Sql => ({
      ...sql,
      run: (statement, values) => {
        if (statement.startsWith('BEGIN')) looked()
        return sql.run(statement, values)
      },
    })
    const db = await open(watch, dir)
    await withRaw(join(dir, 'laidan.db'), 'write', async (other) => {
      await other.all('BEGIN IMMEDIATE')
      const written = db.write(async (tx) => {
        const before = await tx.all('SELECT name FROM installation')
        await tx.run(PUT, ['mine', String(before.length)])
      })
      await hasLooked
      await other.all(PUT, ['theirs', ''])
      await other.all('COMMIT')
      await written
    })
    expect(await names(db)).toEqual(['mine', 'theirs'])
  })

  it('alone, a command goes at once; in company, the next group begins no sooner than 5 ms after the last', async () => {
    const clock = createManualClock()
    const statements: string[] = []
    const nothing: Sql = { run: async () => 0, get: async () => undefined, all: async () => [] }
    const { write } = createWriter(recorded(statements)(nothing), clock)
    const commits = () => statements.filter((sql) => sql === 'COMMIT').length
    const some = (count: number) => Promise.all(Array.from({ length: count }, () => write(async () => {})))
    await some(1)
    await some(1)
    await some(2)
    expect(commits()).toBe(3)
    const later = some(3)
    await clock.advanceAsync(4)
    expect(commits()).toBe(3)
    await clock.advanceAsync(1)
    await later
    expect(commits()).toBe(4)
    clock.advance(5)
    await some(1)
    expect(commits()).toBe(5)
  })

  it('takes back only the command that throws, and tells each caller its own end', async () => {
    const db = await open()
    const results = await Promise.allSettled(
      ['a', 'b', 'c'].map((name) =>
        db.write(async (tx) => {
          await tx.run(PUT, [name, ''])
          if (name === 'b') throw new Error('no b')
          return name
        }),
      ),
    )
    expect(results.map((r) => (r.status === 'fulfilled' ? r.value : String(r.reason)))).toEqual([
      'a',
      'Error: no b',
      'c',
    ])
    expect(await names(db)).toEqual(['a', 'c'])
  })

  it('goes on with a command that is asked for in the moment the last one is answered', async () => {
    const db = await open()
    for (let i = 0; i < 50; i++) await db.write((tx) => tx.run(PUT, [`n${i}`, '']))
    expect(await names(db)).toHaveLength(50)
  })

  it('answers nobody before the COMMIT, not even with a refusal (I1)', async () => {
    const order: string[] = []
    const db = await open((sql) => ({
      ...sql,
      async run(statement, values) {
        const changed = await sql.run(statement, values)
        if (statement === 'COMMIT') order.push('committed')
        return changed
      },
    }))
    await Promise.allSettled([
      db.write((tx) => tx.run(PUT, ['a', ''])).then(() => order.push('answered')),
      db.write(async () => Promise.reject(new Error('refused'))).catch(() => order.push('refused')),
    ])
    expect(order).toEqual(['committed', 'answered', 'refused'])
  })

  it('runs effects after the COMMIT, and none of a command or a step that was taken back', async () => {
    const db = await open()
    const effects: string[] = []
    await db.write(async (tx) => {
      tx.afterCommit(() => effects.push('kept'))
      await tx
        .attempt(async () => {
          tx.afterCommit(() => effects.push('lost'))
          await tx.run(PUT, ['lost', ''])
          throw new Error('no')
        })
        .catch(() => {})
      await tx.run(PUT, ['kept', ''])
      expect(effects).toEqual([])
    })
    await db
      .write(async (tx) => {
        tx.afterCommit(() => effects.push('never'))
        throw new Error('no')
      })
      .catch(() => {})
    expect(effects).toEqual(['kept'])
    expect(await names(db)).toEqual(['kept'])
  })

  it.each(['BEGIN', 'COMMIT', PUT])(
    'when the disk refuses at %s the whole group is refused and undone, and the next one works',
    async (at) => {
      let broken = true
      const full = () => new StorageError('SQLITE_FULL')
      const db = await open(recorded([], (sql) => (broken && sql === at ? full() : undefined)))
      const results = await Promise.allSettled(['a', 'b'].map((name) => db.write((tx) => tx.run(PUT, [name, '']))))
      expect(results.map((r) => r.status === 'rejected' && r.reason)).toEqual([
        expect.any(StorageError),
        expect.any(StorageError),
      ])
      expect(await names(db)).toEqual([])
      broken = false
      await db.write((tx) => tx.run(PUT, ['c', '']))
      expect(await names(db)).toEqual(['c'])
    },
  )

  it('a statement that breaks a rule of the database undoes its command alone', async () => {
    const db = await open()
    await db.write((tx) => tx.run(PUT, ['a', '']))
    await expect(db.write((tx) => tx.run(PUT, ['a', '']))).rejects.toThrow('UNIQUE')
    await expect(db.write((tx) => tx.run('INSERT INTO nowhere VALUES (1)'))).rejects.toThrow('no such table')
    await db.write((tx) => tx.run(PUT, ['b', '']))
    expect(await names(db)).toEqual(['a', 'b'])
  })
})

describe('the database file', () => {
  it('has the pragmas that durability rests on, on the writer and on the reader', async () => {
    const db = await open()
    const read = async (sql: Sql | Database['read'], pragma: string) =>
      Object.values((await sql.get<object>(`PRAGMA ${pragma}`)) ?? {})[0]
    for (const pragma of ['journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout']) {
      const [writer, reader] = [await db.write((tx) => read(tx, pragma)), await read(db.read, pragma)]
      expect([pragma, writer]).toEqual([
        pragma,
        { journal_mode: 'wal', synchronous: 2, foreign_keys: 1, busy_timeout: 5_000 }[pragma],
      ])
      expect(reader).toEqual(writer)
    }
  })

  it('belongs to one process; the second is told clearly, and the first goes on', async () => {
    const dir = tempDir()
    const db = await open(undefined, dir)
    await expect(openSqlite({ file: join(dir, 'laidan.db') })).rejects.toThrow(DatabaseInUseError)
    await expect(openSqlite({ file: join(dir, 'laidan.db') })).rejects.toThrow('set another DATA_DIR')
    await db.write((tx) => tx.run(PUT, ['a', '']))
  })

  it('can be opened again once it was closed, with what was in it', async () => {
    const dir = tempDir()
    const first = await openSqlite({ file: join(dir, 'laidan.db') })
    await first.write((tx) => tx.run(PUT, ['a', '']))
    await first.close()
    expect(await names(await open(undefined, dir))).toEqual(['a'])
  })
})
