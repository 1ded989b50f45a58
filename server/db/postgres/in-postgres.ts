/** SQLite's words for what PostgreSQL calls otherwise (its manual, §9.16). The shared statements use no others. */
const WORDS: readonly [sqlite: string, postgres: string][] = [
  ['json_group_array(', 'json_agg('],
  ['json_object(', 'json_build_object('],
]

/** A text in quotes, or a place for a value. */
const QUOTED_OR_PLACE = /'[^']*'|\?/g

/** Writes a statement of the words that both databases share as PostgreSQL wants it: `?` becomes `$1`, `$2` … */
export function inPostgres(sql: string): string {
  let place = 0
  const text = WORDS.reduce((before, [sqlite, postgres]) => before.replaceAll(sqlite, postgres), sql)
  return text.replace(QUOTED_OR_PLACE, (part) => (part === '?' ? `$${++place}` : part))
}
