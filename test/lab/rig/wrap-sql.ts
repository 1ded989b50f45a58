import type { Sql } from '../../../server/db/database.ts'

type Values = Parameters<Sql['run']>[1]

/** A session whose calls go through `around`, which gets the text of the statement and runs it by `run`. */
export function wrapSql(sql: Sql, around: <T>(statement: string, run: () => Promise<T>) => Promise<T>): Sql {
  return {
    run: (text, values) => around(text, () => sql.run(text, values)),
    get: <Row>(text: string, values?: Values) => around(text, () => sql.get<Row>(text, values)),
    all: <Row>(text: string, values?: Values) => around(text, () => sql.all<Row>(text, values)),
  }
}
