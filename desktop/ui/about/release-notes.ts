import { type Locale, localeSchema } from '../../../shared/locales.ts'

const MOST_LINES = 60
/** The line that begins a language's part: `[zh-CN]`. */
const PART = /^\s*\[([A-Za-z-]{2,10})\]\s*$/

/**
 * Picks the lines of a release's notes in one language, 60 at most. Notes are plain text; a line `[zh-CN]` or `[en]`
 * begins the part of that language, and the lines before the first part are for everybody. A language without a part
 * gets all lines.
 */
export function notesIn(notes: string, locale: Locale): string[] {
  const parts = new Map<string, string[]>([['', []]])
  let part = ''
  for (const line of notes.split(/\r?\n/)) {
    const named = localeSchema.options.find((known) => known === PART.exec(line)?.[1])
    if (named !== undefined) part = named
    else parts.set(part, [...(parts.get(part) ?? []), line])
  }
  const own = parts.get(locale)
  const lines = own === undefined ? [...parts.values()].flat() : [...(parts.get('') ?? []), ...own]
  return [...new Set(lines)].filter((line) => line.trim() !== '').slice(0, MOST_LINES)
}
