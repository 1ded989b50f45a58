/**
 * Untrusted texts, made harmless: {@link cleanLine} for display and log, {@link speakable} for a speech engine. Both
 * are idempotent and linear in the length of the text.
 */

/** Real writing stacks at most four combining marks on a letter (Hebrew, Tibetan); more is vandalism ("zalgo"). */
const EXCESS_MARKS = /(\p{M}{4})\p{M}+/gu
/** Marks without a letter under them would sit on whatever stands before the text. */
const HOMELESS_MARKS = /(?<![\p{L}\p{N}\p{M}])\p{M}+/gu

/**
 * Invisible characters: bidi overrides and isolates (they reorder the text around them), zero-width characters,
 * tags, variation selectors, fillers, noncharacters. ZWJ goes as well: two names must not look alike and differ, and an
 * emoji family that falls apart into its members is the smaller loss.
 */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu
/** White space, line and paragraph separators, and every control character, ESC and C1 included. */
const GAP = /[\s\p{Cc}]+/gu

/**
 * Printable ASCII, Chinese characters and their punctuation, with single spaces between them: nearly every text is like
 * this and harmless, so that a payment does not wait for six expressions.
 */
const PLAIN = /^[!-~\u3001\u3002\u4e00-\u9fff\uff01-\uff5e]+(?: [!-~\u3001\u3002\u4e00-\u9fff\uff01-\uff5e]+)*$/

/**
 * Cleans a text to one line for a display, a log or a terminal: NFC, no control or invisible characters (so no escape
 * sequence and no bidi override survives), white space folded and trimmed, at most four combining marks on a letter.
 *
 * @param max the most code points of the result; a longer text is cut and ends in '…'
 */
export function cleanLine(text: string, max: number): string {
  if (text.length <= max && PLAIN.test(text)) return text
  const line = boundMarks(visible(text).normalize('NFC')).replace(/ {2,}/g, ' ').trim()
  const cut = firstCodePoints(line, max)
  if (cut === line || max < 1) return cut
  return `${firstCodePoints(line, max - 1).trimEnd()}…`
}

/**
 * Makes lines fit for a terminal: no control character, so no escape sequence (clear the screen, set the clipboard by
 * OSC 52, pose as a link by OSC 8), nothing invisible, no bidi override. Line breaks stay, and so does spacing; for an
 * untrusted text inside of a line there is {@link cleanLine}.
 */
export function terminalLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/\p{Cc}/gu, ' ').replace(INVISIBLE, ''))
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
  const plain = visible(text)
    .replace(FORMED_NUMBER, ' $& ')
    .replace(NOT_CJK_PAUSE, (part) => part.normalize('NFKC'))
    .replace(INNER_APOSTROPHE, '')
    .replaceAll('⁄', '/')
    .replace(UNSPEAKABLE, ' ')
  const sentence = boundMarks(plain)
    .replace(/ {2,}/g, ' ')
    .replace(PAUSES, (run) => (run.trimStart().includes(' ') ? `${run.trimStart()[0]} ` : `${run.trimStart()[0]}`))
    .replace(EDGE, '')
  return firstCodePoints(sentence, max).replace(EDGE, '')
}

/** Counts the code points of a text: the unit of every `max` here. */
export function codePointLength(text: string): number {
  let length = 0
  for (const _ of text) length += 1
  return length
}

function visible(text: string): string {
  return text.toWellFormed().replace(INVISIBLE, '').replace(GAP, ' ')
}

function boundMarks(text: string): string {
  return text.replace(HOMELESS_MARKS, '').replace(EXCESS_MARKS, '$1')
}

/** The first `max` code points; never half a surrogate pair. */
function firstCodePoints(text: string, max: number): string {
  if (text.length <= max) return text
  let end = 0
  let left = max
  for (const character of text) {
    if (left < 1) break
    end += character.length
    left -= 1
  }
  return text.slice(0, end)
}
