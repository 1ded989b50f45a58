import { databaseFile } from './prepare-database.ts'
import { openRawSqlite } from './raw-sqlite.ts'
import { type Column, plain, type Table, table } from './table.ts'

/** Tables and indexes below this share of the database are told together. */
const SMALL = 0.002

/** The pages of one table or index. */
export interface Space {
  name: string
  table: string
  bytes: number
  bytesPerOrder: number
}

/** Reads how many bytes each table and each index has on disk. It goes through every page: seconds for each gigabyte. */
export async function measureSpace(dataDir: string, orders: number): Promise<Space[]> {
  const db = await openRawSqlite(databaseFile(dataDir))
  try {
    const parts = await db.all<Omit<Space, 'bytesPerOrder'>>(
      `SELECT s.name AS name, COALESCE(m.tbl_name, s.name) AS "table", SUM(s.pgsize) AS bytes
         FROM dbstat AS s LEFT JOIN sqlite_master AS m ON m.name = s.name
        WHERE s.aggregate = TRUE GROUP BY s.name ORDER BY bytes DESC`,
    )
    return parts.map((part) => ({ ...part, bytesPerOrder: part.bytes / orders }))
  } finally {
    await db.close()
  }
}

const COLUMNS: Column<Space>[] = [
  ['table or index', (part) => (part.table === '' ? part.name : `\`${part.name}\``)],
  ['of', (part) => part.table],
  ['MB', ({ bytes }) => plain(bytes / 1e6)],
  ['bytes an order', ({ bytesPerOrder }) => plain(bytesPerOrder)],
]

/** Writes what is large, then the rest in one line, then the whole. */
export function spaceTable(parts: readonly Space[], title: string): Table {
  const whole = sum(parts, 'all')
  const large = parts.filter(({ bytes }) => bytes > SMALL * whole.bytes)
  const small = parts.filter((part) => !large.includes(part))
  return table(COLUMNS, [...large, sum(small, `${small.length} others`), whole], title)
}

function sum(parts: readonly Space[], name: string): Space {
  const add = (one: (part: Space) => number) => parts.reduce((total, part) => total + one(part), 0)
  return { name, table: '', bytes: add(({ bytes }) => bytes), bytesPerOrder: add((part) => part.bytesPerOrder) }
}
