import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openSqlite } from '../../../server/db/sqlite/open-sqlite.ts'
import type { Premises } from './premises.ts'

/** Makes the premises of one server, whose database is a file in `dir`. */
export async function sqlitePremises(dir: string): Promise<Premises> {
  const live = join(dir, 'live')
  const saved = join(dir, 'saved')
  mkdirSync(live, { recursive: true })
  return {
    nodes: 1,
    open: () => openSqlite({ file: join(live, 'laidan.db') }),
    async save() {
      rmSync(saved, { recursive: true, force: true })
      cpSync(live, saved, { recursive: true })
    },
    async restore() {
      rmSync(live, { recursive: true, force: true })
      cpSync(saved, live, { recursive: true })
    },
    async disconnect() {},
  }
}
