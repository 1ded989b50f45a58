import { JOIN_AFTER, JOIN_BEFORE, JOIN_BOTH } from './joining-letters.ts'

/**
 * Invisible characters that some letters and emoji need, and nothing else: docs/visible-text.md has the table with its
 * reasons. Each rule says where a character is kept; everywhere else it would only let two texts look alike and differ.
 */

const ZWNJ = String.raw`\u200c`
const ZWJ = String.raw`\u200d`
const EITHER = String.raw`[\u200c\u200d]`
/** A combining mark that is drawn; a variation selector is a mark too, and is none. */
export const MARK = String.raw`(?!\p{Variation_Selector})\p{M}`

/** Emoji and pictures that stand in sequences; not the signs of ordinary text that have a coloured form, such as ©. */
const PICTURE = String.raw`(?![©®‼⁉™ℹ])(?=[\p{Emoji}\u{1f000}-\u{1faff}])\p{Extended_Pictographic}`
const DRESSED = String.raw`${PICTURE}(?:\ufe0f|\p{Emoji_Modifier})?`
/** The longest sequence that is recommended for use has four pictures (UTS #51, emoji-zwj-sequences.txt). */
const MOST_JOINED = 3
/** The flags of England, Scotland and Wales, the only ones with tags that are recommended for use (UTS #51, ED-14a). */
const TAGGED_FLAG = `\u{1f3f4}(?:${['gbeng', 'gbsct', 'gbwls'].map(tags).join('|')})`
const HAN = String.raw`\p{Unified_Ideograph}`

const MONGOLIAN = String.raw`(?=\p{L})\p{Script=Mongolian}`

/** Characters that choose a form of the character before them. Each rule matches all of a sequence that stays whole. */
const SELECTORS = [
  // ☎︎ and ☎️: text and emoji presentation, emoji-variation-sequences.txt.
  String.raw`(?=\p{Emoji})\p{Extended_Pictographic}[\ufe0e\ufe0f]`,
  // 1️⃣: UTS #51, ED-14c.
  String.raw`[0-9#*]\ufe0f\u20e3`,
  TAGGED_FLAG,
  // 葛󠄀: UTS #37. The first three stand for compatibility ideographs, StandardizedVariants.txt.
  String.raw`${HAN}[\ufe00-\ufe02\u{e0100}-\u{e01ef}]`,
  // Mongolian letters have several forms, the Core Specification, 13.5; dotted forms of Myanmar, StandardizedVariants.txt.
  String.raw`${MONGOLIAN}[\u180b-\u180d\u180f]`,
  String.raw`(?=\p{L})\p{Script=Myanmar}\ufe00`,
]

const JOINS_NEXT = `[${JOIN_BOTH}${JOIN_AFTER}](?:${MARK})*`
const JOINS_PREVIOUS = `(?:${MARK})*[${JOIN_BOTH}${JOIN_BEFORE}]`
/** Indic_Syllabic_Category Virama: a sign that takes its letter's vowel away, so that it may join the next one. */
const VIRAMA = String.raw`[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u1b44\ua806\ua8c4\ua9c0\u{11046}\u{110b9}\u{111c0}\u{11235}\u{1134d}\u{11442}\u{114c2}\u{115bf}\u{1163f}\u{116b6}\u{11839}\u{119e0}\u{11c3f}]`
/** A letter without its vowel stands before. */
const KILLED = String.raw`(?<=\p{L}(?:${MARK})*${VIRAMA}(?:${MARK})*)`
const KHMER_SHIFTER = String.raw`[\u17c9\u17ca]`

/** Joiners. Each rule is one character in its place, or an emoji sequence that stays whole. */
const JOINERS = [
  `${DRESSED}(?:${ZWJ}${DRESSED}){1,${MOST_JOINED}}`,
  // می‌خواهم: between two letters that would join, RFC 5892 A.1 and UAX #31, 2.3 A1.
  where(ZWNJ, `(?<=${JOINS_NEXT})`, `(?=${JOINS_PREVIOUS})`),
  // ه‍: a letter takes its joined form with nothing to join on one side, the Core Specification, 9.2 and 23.2.
  where(ZWJ, `(?<=${JOINS_NEXT})`, `(?!${JOINS_PREVIOUS})`),
  where(ZWJ, `(?<!${JOINS_NEXT})`, `(?=${JOINS_PREVIOUS})`),
  // क्‌ष and क्‍ष: the form of a conjunct, RFC 5892 A.1 and A.2, UAX #31, 2.3 A2 and B.
  where(ZWNJ, KILLED, String.raw`(?=\p{L})`),
  where(ZWJ, KILLED, String.raw`(?!\p{M})`),
  // র‍্য: the second letter takes the form, the Core Specification, 12.1 and 12.2.
  where(ZWJ, String.raw`(?<=[\u0900-\u0dff])(?<=\p{L}(?:${MARK})?)`, String.raw`(?=${VIRAMA}\p{L})`),
  // Khmer shifters beside letters and vowels, the Core Specification, 16.4.
  where(EITHER, String.raw`(?<=[\u1780-\u17a2])`, `(?=${KHMER_SHIFTER})`),
  where(EITHER, `(?<=${KHMER_SHIFTER})`, String.raw`(?=[\u17b6-\u17c5])`),
  // Mongolian a and e apart from their word, the Core Specification, 13.5.
  where(String.raw`\u180e`, String.raw`(?<=${MONGOLIAN}\p{Variation_Selector}?)`, String.raw`(?=[\u1820\u1821])`),
]

/** A rule: a character, what must or must not stand before it, and behind it. It is looked for before its neighbours. */
function where(character: string, before: string, behind: string): string {
  return `(?=${character})${before}${character}${behind}`
}

const SELECTOR = String.raw`[\p{Variation_Selector}\u{e0020}-\u{e007f}]`
const JOINER = String.raw`[\u200c\u200d\u180e]`
/** The characters that may be needed, as the inside of a character class. */
export const CANDIDATES = String.raw`\p{Variation_Selector}\u{e0020}-\u{e007f}\u200c\u200d\u180e`

const ANY = new RegExp(`[${CANDIDATES}]`, 'u')
const KEPT_SELECTORS = new RegExp(`(${SELECTORS.join('|')})|${SELECTOR}`, 'gu')
const KEPT_JOINERS = new RegExp(`(${JOINERS.join('|')})|${JOINER}`, 'gu')
const RUNS = /[\u200c\u200d]{2,}/g

/**
 * Drops joiners, selectors and tags but for those that a letter or an emoji beside them needs. Idempotent, and linear in
 * the length of a text in which marks are bounded.
 */
export function keepNeeded(text: string): string {
  if (!ANY.test(text)) return text
  return text
    .replace(KEPT_SELECTORS, '$1')
    .replace(RUNS, (run) => (run.includes('\u200c') ? '\u200c' : '\u200d'))
    .replace(KEPT_JOINERS, '$1')
}

/** Writes a region's code in tags, with the tag that ends it. */
function tags(code: string): string {
  return `${[...code].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('')}\u{e007f}`
}
