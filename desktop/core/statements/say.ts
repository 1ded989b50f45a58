import type { Locale } from '../../../shared/locales.ts'
import { timeOfDay } from '../../../shared/store-time.ts'
import { en } from './en.ts'
import type { Cause, Facts, Statements } from './statement.ts'
import type { Said, Shown, StatementWords } from './words.ts'
import { zhCN } from './zh-cn.ts'

const ALL: Record<Locale, StatementWords> = { 'zh-CN': zhCN, en }

/** Looks up the words of the statements, in one language. */
export function statementWords(locale: Locale): StatementWords {
  return ALL[locale]
}

/** Writes this device's wall time as the store's clocks show it: the server's time, in the store's zone. */
export function storeClock({ status, timeZone }: Pick<Facts, 'status' | 'timeZone'>): Shown {
  return { time: (at) => timeOfDay(at + status.serverAheadMs, timeZone) }
}

/** Puts one cause into words. */
export function sayCause(cause: Cause, words: StatementWords, shown: Shown): Said {
  const say = words.cause[cause.id] as (cause: Cause, shown: Shown) => Said
  return say(cause, shown)
}

/** Puts a statement's claim into a few words. */
export function sayClaim(statement: Statements[keyof Statements], words: StatementWords): string {
  const claims: Record<string, string> = words[statement.about]
  return claims[statement.holds] ?? statement.holds
}

/**
 * Puts the most urgent thing of all statements into a line, for a window's title; `undefined`: nothing is worth a mark
 * there. From the first failed attempt until the link is in sync again it is never `undefined`.
 */
export function sayTitle(statements: Statements, facts: Facts, words: StatementWords): string | undefined {
  const { link, sound } = statements
  const [cause] = link.causes
  if (cause !== undefined && (link.tone === 'alarm' || facts.status.lost === true))
    return link.tone === 'alarm' ? sayCause(cause, words, storeClock(facts)).text : sayClaim(link, words)
  const [silencer] = sound.causes
  return sound.tone === 'alarm' && silencer !== undefined
    ? sayCause(silencer, words, storeClock(facts)).text
    : undefined
}

/**
 * Lists what a human should be told where no lamps are: every cause but the notes that only say what was chosen, unless
 * they keep the bell silent. A volume that was raised is told too. That nobody outside is told is true for weeks, and
 * would be overlooked there: the screen says it.
 */
export function causesToTell(statements: Statements): readonly Cause[] {
  const { sound } = statements
  const silences = sound.holds === 'silent' || sound.holds === 'late'
  const all: readonly Statements[keyof Statements][] = Object.values(statements)
  return all.flatMap(({ about, causes }) =>
    causes.filter(
      ({ id, tone }) =>
        about !== 'outside' && (['alarm', 'warn'].includes(tone) || id === 'raised' || (silences && about === 'sound')),
    ),
  )
}

/** Puts the statements into short lines for a tray or a terminal: the link first and always, then what is to be told. */
export function sayBriefly(statements: Statements, facts: Facts, words: StatementWords): string[] {
  const shown = storeClock(facts)
  const { link } = statements
  const causes = causesToTell(statements)
  const claim = sayClaim(link, words)
  const offline = causes.find(({ id }) => id === 'offline' || id === 'refused')
  const others = causes.filter((cause) => !link.causes.includes(cause))
  return [
    offline === undefined ? claim : `${claim} · ${sayCause(offline, words, shown).text}`,
    ...others.map((cause) => sayCause(cause, words, shown).text),
  ]
}
