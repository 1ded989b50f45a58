import type { Sql } from '../db/database.ts'

/** The selectors of all codes in the database, those that are used up or over included. */
export interface IssuedSelectors {
  /** Whether a code with `selector` was issued. Rejects with `storage_unavailable` when they could not be read. */
  has(selector: string): Promise<boolean>
  /** Takes over what a command has left in the database, in the order of the commits. */
  replace(selectors: ReadonlySet<string>): void
}

/** Reads the selectors of all codes in the database. */
export async function readSelectors(sql: Sql): Promise<ReadonlySet<string>> {
  const rows = await sql.all<{ selector: string }>('SELECT selector FROM pairing_codes')
  return new Set(rows.map(({ selector }) => selector))
}

/**
 * Makes the memory in which a guess is looked up, so that it costs the threads of the database nothing. It can stand for
 * the database while this process alone issues codes; where others do as well, each guess is looked up there. Whether a code still waits is not remembered: times of the
 * database may be moved when the clock jumps.
 *
 * @param shared whether other servers issue codes into the same database
 */
export function createIssuedSelectors(sql: Sql, shared = false): IssuedSelectors {
  if (shared) {
    const find = 'SELECT selector FROM pairing_codes WHERE selector = ?'
    return { has: async (selector) => (await sql.get(find, [selector])) !== undefined, replace() {} }
  }
  let known: Promise<ReadonlySet<string>> | undefined

  /** The first try after a start reads what is there; the next one does, when the storage refused that. */
  function read(): Promise<ReadonlySet<string>> {
    const reading = readSelectors(sql)
    reading.catch(() => {
      if (known === reading) known = undefined
    })
    return reading
  }

  return {
    async has(selector) {
      known ??= read()
      return (await known).has(selector)
    },
    replace(selectors) {
      known = Promise.resolve(selectors)
    },
  }
}
