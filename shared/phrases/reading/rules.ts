/**
 * One rule of how figures and signs in a customer's text are read aloud. A new rule is one entry in `zh-cn-rules.ts` or
 * `en-rules.ts`; its place matters, because rules run from the first to the last.
 */
export interface Rule {
  /** An example of what it is for. */
  name: string
  pattern: RegExp
  /** Receives the match and its groups, as `String.replace` gives them. */
  read: string | ((match: string, ...groups: string[]) => string)
}

/** ½ and its like, by numerator and denominator. */
const VULGAR: Record<string, string> = Object.fromEntries(
  '½1/2 ⅓1/3 ⅔2/3 ¼1/4 ¾3/4 ⅕1/5 ⅖2/5 ⅗3/5 ⅘4/5 ⅙1/6 ⅚5/6 ⅐1/7 ⅛1/8 ⅜3/8 ⅝5/8 ⅞7/8 ⅑1/9 ⅒1/10'
    .split(' ')
    .map((entry) => [entry.charAt(0), entry.slice(1)]),
)

/**
 * Brings a text to one writing of figures and signs: full-width and other compatibility forms become plain (but for
 * Chinese pauses, which keep their form), ½ becomes 1/2, ten ways to write × and the dash become one each.
 */
export function plainSigns(text: string): string {
  return text
    .replace(/(\d) ?([½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒])/gu, (_, whole: string, part: string) => `${whole} ${VULGAR[part] ?? ''}`)
    .replace(/[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒]/gu, (part) => VULGAR[part] ?? '')
    .replace(/\p{No}/gu, ' $& ')
    .replace(/[^，。！？；：、]+/gu, (part) => part.normalize('NFKC'))
    .replace(/(?<=\d)：(?=\d)/g, ':')
    .replaceAll('⁄', '/')
    .replace(/[✕✖⨉╳]/gu, '×')
    .replace(/[‐‑‒–—―−]/gu, '-')
    .replace(/[〜∼˜]/gu, '~')
    .replaceAll('′', "'")
    .replace(/''|〃/g, '"')
    .replace(/(\d),(?=\d{3}(?!\d))/g, '$1')
}

/** Applies the rules, from the first to the last. */
export function applyRules(text: string, rules: readonly Rule[]): string {
  return rules.reduce((read, { pattern, read: say }) => read.replace(pattern, say as string), text)
}
