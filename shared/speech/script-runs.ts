import { type Locale, localeOfScript } from '../locales.ts'

/** A stretch of text that one voice can read. */
export interface ScriptRun {
  locale: Locale
  text: string
}

/**
 * Han · a word with a letter of another script in it (`KFC`, `A3`, `7UP`, `Coca-Cola`) · a number · anything else.
 * A number that touches a letter belongs to the word.
 */
const TOKEN =
  /(?<han>\p{sc=Han}+)|(?<word>\p{Nd}*(?!\p{sc=Han})\p{L}(?:(?!\p{sc=Han})[\p{L}\p{M}\p{Nd}]|['’.&+-](?=(?!\p{sc=Han})[\p{L}\p{Nd}]))*)|(?<number>\p{Nd}+(?:[.,:]\p{Nd}+)*%?)|(?<rest>[^\p{L}\p{Nd}]+|.)/gsu

interface Token {
  text: string
  /** The language of the voice that must read it; `undefined`: the one of the text around it. */
  locale: Locale | undefined
  number: boolean
}

/**
 * Cuts text where the voice has to change: Han characters for a voice that reads them, words of letters for one that
 * reads those. Numbers go with the language around them, and where the two sides differ with `locale`, the
 * utterance's own; punctuation stays with what it follows. Runs without a letter or digit are left out.
 */
export function scriptRuns(text: string, locale: Locale): ScriptRun[] {
  const tokens = settle(tokenize(text, locale), locale)
  const runs: ScriptRun[] = []
  for (const token of tokens) {
    const last = runs.at(-1)
    if (last !== undefined && (token.locale === undefined || token.locale === last.locale)) last.text += token.text
    else
      runs.push({
        locale: token.locale ?? tokens.find((t) => t.locale !== undefined)?.locale ?? locale,
        text: token.text,
      })
  }
  return runs
    .map((run) => ({ ...run, text: run.text.replace(/\s+/g, ' ').trim() }))
    .filter((run) => /[\p{L}\p{N}]/u.test(run.text))
}

function tokenize(text: string, locale: Locale): Token[] {
  return [...text.matchAll(TOKEN)].map(({ 0: token, groups = {} }) => ({
    text: token,
    locale: readerOf(groups, locale),
    number: groups['number'] !== undefined,
  }))
}

function readerOf(groups: Record<string, string | undefined>, locale: Locale): Locale | undefined {
  if (groups['han'] !== undefined) return localeOfScript('han', locale)
  return groups['word'] === undefined ? undefined : localeOfScript('letters', locale)
}

/** Gives every number its language. */
function settle(tokens: readonly Token[], locale: Locale): Token[] {
  return tokens.map((token, at) => {
    if (!token.number) return token
    const before = tokens.slice(0, at).findLast((t) => t.locale !== undefined)?.locale
    const after = tokens.slice(at + 1).find((t) => t.locale !== undefined)?.locale
    const sides = [before, after].filter((side) => side !== undefined)
    return { ...token, locale: sides.length > 0 && sides.every((side) => side === sides[0]) ? sides[0] : locale }
  })
}
