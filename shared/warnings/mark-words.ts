import { CARE_WORDS } from './care-words.ts'
import type { Folded } from './fold-text.ts'
import { FOODS_EN } from './foods-en.ts'
import { FOODS_ZH } from './foods-zh.ts'
import { HARMLESS, QUESTIONS, REQUESTS } from './harmless.ts'
import { FOOD_PICTURES, NEUTRAL, PLACE_AFTER_EN, PLACE_AFTER_ZH, THINGS } from './things.ts'

/**
 * Characters that stand for a word or a phrase of a class, so that a rule can name the class. Private use, which
 * `foldText` drops from a customer's text.
 */
export const MARK = {
  food: '\ue000',
  thing: '\ue001',
  care: '\ue002',
  neutral: '\ue003',
  question: '\ue004',
  request: '\ue005',
} as const
interface Word {
  word: string
  mark: string
}

const LATIN = /[a-z]/
/** Characters after a food that are looked at for a place's name. */
const LOOK_AHEAD = 16
const ENDINGS = ['', 's', 'es']

const HARMLESS_PHRASE = anyOf(HARMLESS)
const REQUEST_PHRASE = anyOf(REQUESTS)
const QUESTION_PHRASE = anyOf(QUESTIONS)
/** The words of all lists by their first character, the longest first; of two equal ones the earlier list's. */
const WORDS = byFirstCharacter([
  ...THINGS.map((word) => ({ word, mark: MARK.thing })),
  ...NEUTRAL.map((word) => ({ word, mark: MARK.neutral })),
  ...CARE_WORDS.map((word) => ({ word, mark: MARK.care })),
  ...[...FOODS_ZH, ...FOODS_EN, ...FOOD_PICTURES].map((word) => ({ word, mark: MARK.food })),
])

/** Replaces each word of the lists by the mark of its class: the longest word first, English words whole. */
export function markWords(folded: Folded): Folded {
  const { from, to } = folded
  const chars = withoutPhrases(folded.chars)
  const starts: number[] = []
  const parts: string[] = []
  const ends: number[] = []
  for (let i = 0; i < chars.length; ) {
    const found = wordAt(chars, i)
    const length = found?.length ?? 1
    parts.push(found?.mark ?? chars.charAt(i))
    starts.push(from[i] ?? 0)
    ends.push(to[i + length - 1] ?? 0)
    i += length
  }
  return { chars: parts.join(''), from: starts, to: ends }
}

/** Replaces each phrase by as many marks, so that every other character keeps its place. */
function withoutPhrases(chars: string): string {
  const by = (mark: string) => (phrase: string) => mark.repeat(phrase.length)
  return chars
    .replace(REQUEST_PHRASE, by(MARK.request))
    .replace(HARMLESS_PHRASE, by(MARK.neutral))
    .replace(QUESTION_PHRASE, by(MARK.question))
}

function wordAt(chars: string, at: number): { mark: string; length: number } | undefined {
  const first = String.fromCodePoint(chars.codePointAt(at) ?? 0)
  const latin = LATIN.test(first)
  if (latin && LATIN.test(chars.charAt(at - 1))) return undefined
  for (const { word, mark } of WORDS.get(first) ?? []) {
    if (!chars.startsWith(word, at)) continue
    const length = latin ? wholeWord(chars, at, word) : word.length
    if (length === undefined) continue
    if (mark !== MARK.food) return { mark, length }
    const after = chars.slice(at + length, at + length + LOOK_AHEAD)
    const place = (latin ? PLACE_AFTER_EN : PLACE_AFTER_ZH).exec(after)
    return place === null ? { mark, length } : { mark: MARK.thing, length: length + place[0].length }
  }
  return undefined
}

/** Measures an English word with its plural's ending; `undefined` when it goes on. */
function wholeWord(chars: string, at: number, word: string): number | undefined {
  const end = at + word.length
  const ending = ENDINGS.find((one) => chars.startsWith(one, end) && !LATIN.test(chars.charAt(end + one.length)))
  return ending === undefined ? undefined : word.length + ending.length
}

function byFirstCharacter(words: readonly Word[]): ReadonlyMap<string, readonly Word[]> {
  const found = new Map<string, Word[]>()
  for (const one of words.toSorted((a, b) => b.word.length - a.word.length)) {
    const first = String.fromCodePoint(one.word.codePointAt(0) ?? 0)
    const same = found.get(first)
    if (same === undefined) found.set(first, [one])
    else same.push(one)
  }
  return found
}

function anyOf(patterns: readonly string[]): RegExp {
  return new RegExp(patterns.map((pattern) => `(?:${pattern})`).join('|'), 'gu')
}
