import { CANDIDATES, keepNeeded, MARK } from './visible-text/keep-needed.ts'

/**
 * Untrusted texts, made harmless: {@link cleanLine} for display and log, {@link speakable} for a speech engine. Both
 * are idempotent and linear in the length of the text. docs/visible-text.md says which characters are left out, and why.
 */

/** Real writing stacks at most four combining marks on a letter (Hebrew, Tibetan); more is vandalism ("zalgo"). */
const EXCESS_MARKS = new RegExp(`((?:${MARK}[${CANDIDATES}]*){4})(?:${MARK}[${CANDIDATES}]*)+`, 'gu')
/**
 * More marks in a row than any writing has (UAX #15, Stream-Safe Text Format). They are dropped before anything composes
 * the text: to bring a run of marks in order takes the square of its length.
 */
const ENDLESS_MARKS = /(\p{M}{30})\p{M}+/gu
/** The sign that strikes out the picture before it (U+20E0). It sits on no picture here, and without it 🥜⃠ would be 🥜. */
const STRIKES = /(?<=\p{Extended_Pictographic}\ufe0f?)\u20e0/gu
/** Marks without a letter under them would sit on whatever stands before the text. A key cap stands on # and * as well. */
const HOMELESS_MARKS = new RegExp(
  String.raw`(?=${MARK})(?<!(?:[\p{L}\p{N}]|${MARK})[${CANDIDATES}]*)(?!(?<=[#*]\ufe0f?)\u20e3)${MARK}(?:[${CANDIDATES}]*${MARK})*`,
  'gu',
)

/** Signs of category Cf that are seen: they stand under or around the digits after them (Prepended_Concatenation_Mark). */
const SEEN = String.raw`[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]`
const UNSEEN = String.raw`(?!${SEEN})[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\ufffc]`
/**
 * Invisible characters: bidi overrides and isolates (they reorder the text around them), zero-width characters, tags,
 * variation selectors, fillers, noncharacters, and the place of an object that is not there.
 */
const INVISIBLE = new RegExp(UNSEEN, 'gu')
/** Those that nothing needs: two names must not look alike and differ. */
const NEVER_NEEDED = new RegExp(`(?![${CANDIDATES}])${UNSEEN}`, 'gu')
/** White space, line and paragraph separators, what looks like a space, and every control character, ESC and C1 included. */
const GAP = /[\s\p{Cc}\u2800\u{13441}\u{13442}]+/gu

/**
 * Printable ASCII, Chinese characters and their punctuation, with single spaces between them: nearly every text is like
 * this and harmless, so that a payment does not wait for six expressions.
 */
const PLAIN = /^[!-~\u3001\u3002\u4e00-\u9fff\uff01-\uff5e]+(?: [!-~\u3001\u3002\u4e00-\u9fff\uff01-\uff5e]+)*$/

/**
 * Cleans a text to one line for a display, a log or a terminal: NFC, no control characters, no invisible ones but those
 * that letters and emoji need (so no escape sequence and no bidi override survives), white space folded and trimmed, at
 * most four combining marks on a letter.
 *
 * @param max the most code points of the result; a longer text is cut between two characters as people see them, and
 * ends in '…'
 */
export function cleanLine(text: string, max: number): string {
  if (text.length <= max && PLAIN.test(text)) return text
  const line = withNeeded(gapless(text, NEVER_NEEDED)).replace(/ {2,}/g, ' ').trim()
  const cut = cutText(line, max)
  if (cut === line || max < 1) return cut
  // What a joiner at the end has joined may be gone.
  return `${keepNeeded(cutText(line, max - 1)).trimEnd()}…`
}

/**
 * Makes lines fit for a terminal: no control character, so no escape sequence (clear the screen, set the clipboard by
 * OSC 52, pose as a link by OSC 8), nothing invisible but what letters and emoji need, no bidi override. Line breaks
 * stay, and so does spacing; for an untrusted text inside of a line there is {@link cleanLine}.
 */
export function terminalLines(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      withNeeded(
        line
          .toWellFormed()
          .replace(STRIKES, '🚫')
          .replace(/\p{Cc}/gu, ' ')
          .replace(NEVER_NEEDED, '')
          .replace(ENDLESS_MARKS, '$1'),
      ),
    )
    .join('\n')
}

/**
 * The marks that end or divide a spoken sentence. Full-width marks keep their form, so that `3，5` never becomes `3,5`.
 */
const PAUSE = ',.!?;:，。！？；：、'

const NOT_CJK_PAUSE = /[^，。！？；：、]+/gu
/** ½, ², ①: apart from their neighbours, lest NFKC make "11⁄2" of "1½". */
const FORMED_NUMBER = /\p{No}/gu
/** "Lay's" is one word. Only between Latin letters; any other quote divides. */
const INNER_APOSTROPHE = /(?<=\p{Script=Latin})['’](?=\p{Script=Latin})/gu
/**
 * Every character but letters with their marks, digits and pauses; `%` may follow a digit, `/` may stand between two.
 */
const UNSPEAKABLE = new RegExp(`(?<!\\p{Nd})[%/]|/(?!\\p{Nd})|\\p{Me}|[^\\p{L}\\p{M}\\p{Nd}〇 %/${PAUSE}]`, 'gu')
const PAUSES = new RegExp(` *[${PAUSE}][${PAUSE} ]*`, 'g')
const EDGE = new RegExp(`^[ ${PAUSE}]+|[ /${PAUSE}]+$`, 'g')

/**
 * Cleans a text for a speech engine: letters of any script with at most four marks, digits, single pauses. The rule
 * lists the allowed characters, because every engine has a markup of its own: `[[…]]` (macOS `say`, espeak-ng), SSML
 * and SAPI tags, `&…;`, quotes and parentheses (festival evaluates them), a leading `-` (an option of a command line),
 * `|`, `\`. Compatibility forms become plain letters (NFKC); emoji, symbols and brackets become spaces; runs of
 * punctuation become their first mark; nothing stands at the edges but letters, digits and `%`.
 *
 * @param max the most code points of the result; a longer text is cut silently
 */
export function speakable(text: string, max: number): string {
  const plain = gapless(text, INVISIBLE)
    .replace(FORMED_NUMBER, ' $& ')
    .replace(NOT_CJK_PAUSE, (part) => part.normalize('NFKC'))
    .replace(INNER_APOSTROPHE, '')
    .replaceAll('⁄', '/')
    .replace(UNSPEAKABLE, ' ')
  const sentence = boundMarks(plain)
    .replace(/ {2,}/g, ' ')
    .replace(PAUSES, (run) => (run.trimStart().includes(' ') ? `${run.trimStart()[0]} ` : `${run.trimStart()[0]}`))
    .replace(EDGE, '')
  return cutText(sentence, max).replace(EDGE, '')
}

/** Drops every invisible character, those that letters need as well: nothing may stand between the digits of a number. */
export function withoutInvisible(text: string): string {
  return text.replace(INVISIBLE, '')
}

/** Counts the code points of a text: the unit of every `max` here. */
export function codePointLength(text: string): number {
  let length = 0
  for (const _ of text) length += 1
  return length
}

/**
 * Cuts a text to its first `max` code points, or a few less: between two characters as people see them (grapheme clusters,
 * UAX #29), never inside an emoji, a syllable or a surrogate pair. A cluster that is longer than a word is cut all the same.
 */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text
  let end = 0
  let left = max
  for (const character of text) {
    if (left < 1) break
    end += character.length
    left -= 1
  }
  return text.slice(0, clusterStart(text, end))
}

/** Cuts a text to `max` UTF-16 code units, in which other programs count, as {@link cutText} does. */
export function cutUnits(text: string, max: number): string {
  if (text.length <= max) return text
  const half = /[\ud800-\udbff]/.test(text.charAt(max - 1))
  return text.slice(0, clusterStart(text, half ? max - 1 : max))
}

/** The most code units of a cluster that a cut respects: the longest emoji has fourteen. */
const LONGEST_CLUSTER = 32

/** Moves a place inside a cluster to the cluster's start; in the first cluster, or in a huge one, it stays. */
function clusterStart(text: string, place: number): number {
  // Firefox has it since 125.
  if (place < 1 || place >= text.length || typeof Intl.Segmenter !== 'function') return place
  const start = new Intl.Segmenter('und').segment(text).containing(place)?.index ?? place
  return place - start > LONGEST_CLUSTER || start === 0 ? place : start
}

function gapless(text: string, dropped: RegExp): string {
  return text.toWellFormed().replace(STRIKES, '🚫').replace(dropped, '').replace(ENDLESS_MARKS, '$1').replace(GAP, ' ')
}

/**
 * Composes a text, and drops the joiners, selectors and marks that nothing needs; again as long as what they kept apart
 * composes or changes its order, which is once or twice.
 */
function withNeeded(text: string): string {
  let line = boundMarks(text.normalize('NFC'))
  for (;;) {
    const kept = keepNeeded(line)
    if (kept === line) return line
    line = boundMarks(kept.normalize('NFC'))
  }
}

function boundMarks(text: string): string {
  return text.replace(HOMELESS_MARKS, '').replace(EXCESS_MARKS, '$1')
}
