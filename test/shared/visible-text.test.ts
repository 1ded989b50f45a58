import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanLine, terminalLines } from '../../shared/text.ts'

const clean = (text: string) => cleanLine(text, 200)
const codePoints = (kind: RegExp) =>
  Array.from({ length: 0x110000 }, (_, code) => code)
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .map((code) => String.fromCodePoint(code))
    .filter((character) => kind.test(character))
const hex = (text: string) => [...text].map((one) => `U+${one.codePointAt(0)?.toString(16)}`).join(' ')

const IGNORABLE = codePoints(/\p{Default_Ignorable_Code_Point}/u)
const FORMAT = codePoints(/\p{Cf}/u)
/** Signs of category Cf that are drawn: Prepended_Concatenation_Mark in the Unicode Character Database. */
const DRAWN = /[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]/u

/** Texts in which nothing invisible has anything to do: a copy with it would look like the original. */
const SPOOFED: readonly (readonly [string, string])[] = [
  ['', ''],
  ['ab', 'cd'],
  ['138', '00138000'],
  ['宫保', '鸡丁'],
  ['对花生', '过敏'],
  ['서울', '역'],
  ['คั่ว', 'กลิ้ง'],
  ['не', 'острый'],
  ['גבינה', 'לבנה'],
  ['ا', 'ب'],
  ['دار', 'ها'],
  ['क', 'ख'],
  ['か', 'き'],
  ['(', ')'],
  ['1', '2'],
  ['✓ ', ' x'],
]

/** For each character that a letter or an emoji needs: texts that are different without it, as they must stay. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  'ZWNJ between letters that would join': ['می‌خواهم', 'کتاب‌ها', 'خانه‌ای', 'نمی‌خواهم سیر', 'مَی‌خواهم', 'ߊ‌ߋ', 'ܒ‌ܒ'],
  'ZWJ where a letter shows that it would join': ['ه‍', '۱۳۷۰ ه‍ ش', '‍ه', 'ه‍.'],
  'joiners of conjuncts': ['क्‍ष', 'क्‌ष', 'र्‍य', 'ক্‌ষ', 'ന്‍', 'ක්‍ෂ', 'ශ්‍රී ලංකා', 'க்‌ஷ', 'ಕ್‌ಷ', 'క్‌ష', 'સ્‍ત', 'ପ୍‌ର'],
  'ZWJ in front of a virama': ['র‍্যাব', 'র‍্যাডিশ', 'ರ‍್ಕ'],
  'joiners beside Khmer shifters': ['ប‌៊ី', 'ស៊‌ី'],
  'emoji sequences': [
    '👨‍👩‍👧‍👦',
    '👩🏽‍🚒',
    '❤️‍🔥',
    '🏳️‍🌈',
    '🏴‍☠️',
    '🧑‍🍳',
    '👨🏻‍❤️‍💋‍👨🏼',
    '🏃🏾‍♂️',
    '🐻‍❄️',
    '👁️‍🗨️',
    '🙂‍↔️',
    '🐦‍🔥',
  ],
  'emoji and text presentation': ['❤️', '☎︎', '☎️', '☀️', '✈️', '©️', '⚠️ 辣'],
  'key caps': ['1️⃣', '#️⃣', '*️⃣', '1⃣', '#⃣'],
  'flags with tags': ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '🏴󠁧󠁢󠁷󠁬󠁳󠁿'],
  'ideographic variants': ['葛󠄀', '辻󠄁', '凞︀', '𠮟󠄀'],
  'Mongolian forms': ['ᠠ᠋', 'ᠭ᠎ᠠ', 'ᠬ᠋᠎ᠠ', 'ᠡ᠌ᠨ', 'ᠠ᠍'],
  'Myanmar dotted forms': ['က︀', 'တ︀'],
}

describe('invisible characters', () => {
  it('none of those that Unicode ignores is shown where nothing needs it', () => {
    const shown = [...new Set([...IGNORABLE, ...FORMAT])]
      .filter((character) => !DRAWN.test(character))
      .flatMap((character) =>
        SPOOFED.flatMap(([before, after]) =>
          [character, character.repeat(3)]
            .filter((some) => clean(`${before}${some}${after}`) !== clean(before + after))
            .map(() => `${before}|${hex(character)}|${after}`),
        ),
      )
    // A selector behind a Han character, and a joiner that shows how a letter would join, are seen.
    const seen = /^宫保\|U\+(?:fe0[0-2]|e01[0-9a-e][0-9a-f])\||^对花生\|U\+(?:fe0[0-2]|e01[0-9a-e][0-9a-f])\|/
    const joined = /^ا\|U\+200d\||^دار\|U\+200d\|/
    expect(shown.filter((one) => !seen.test(one) && !joined.test(one))).toEqual([])
    expect(IGNORABLE.length).toBeGreaterThan(4_000)
  })

  it.each(Object.entries(NEEDED))('%s stay', (_, texts) => {
    const changed = texts.filter((text) => clean(text) !== text.normalize('NFC'))
    expect(changed.map((text) => `${text} → ${hex(clean(text))}`)).toEqual([])
  })

  it('each that is ever kept has a text here that needs it', () => {
    const needed = new Set(Object.values(NEEDED).flatMap((texts) => texts.flatMap((text) => [...text])))
    const kept = IGNORABLE.filter((character) => needed.has(character))
    const families = (one: string) => (/[\u{e0100}-\u{e01ef}]/u.test(one) ? 'IVS' : hex(one))
    expect([...new Set(kept.filter((one) => !/[\u{e0020}-\u{e007f}]/u.test(one)).map(families))].sort()).toEqual(
      ['IVS', 'U+180b', 'U+180c', 'U+180d', 'U+180e', 'U+200c', 'U+200d', 'U+fe00', 'U+fe0e', 'U+fe0f'].sort(),
    )
    expect(clean('葛\u{e01ef}')).toBe('葛\u{e01ef}')
    expect(clean('ᠠ\u180f')).toBe('ᠠ\u180f')
  })

  it.each([
    ['a hidden message in tags', 'hi\u{e0069}\u{e0067}\u{e006e}\u{e006f}\u{e0072}\u{e0065}', 'hi'],
    ['a hidden message behind a flag', '🏴\u{e0075}\u{e0073}\u{e0074}\u{e0078}\u{e007f}', '🏴'],
    ['a hidden message in selectors behind an emoji', `😀${'\u{e0158}\u{e0159}'.repeat(20)}`, '😀'],
    ['a second selector', '❤️\ufe0f\ufe0e', '❤️'],
    ['a selector behind a digit', '1\ufe0f3\ufe0f8', '138'],
    ['a joiner behind a letter of Latin, then a virama', 'a\u200d', 'a'],
    ['a joiner at the end of a word', 'می‌ خواهم‌', 'می خواهم'],
    ['a joiner where letters join anyway', 'ب‍ب', 'بب'],
    ['joiners in a row', 'می‌‌‍خواهم', 'می‌خواهم'],
    ['a joiner between an emoji and a letter', '👨‍a', '👨a'],
    ['more pictures than a sequence has', `${'👨‍'.repeat(9)}👨`, '👨‍👨‍👨‍👨👨‍👨‍👨‍👨👨‍👨'],
    ['Hangul fillers', '\u115f\u1160\u3164\uffa0', ''],
    ['a grapheme joiner between marks', `a${'\u0316\u034f'.repeat(9)}`, `a${'\u0316'.repeat(4)}`],
    ['marks that joiners keep apart', `a${'\u0316\u0317\u200d'.repeat(9)}`, 'a\u0316\u0317\u0316\u0317'],
    ['marks on an emoji', '❤️\u0301\u0302', '❤️'],
    ['annotations', '\ufff9漢\ufffaかん\ufffb', '漢かん'],
  ])('goes: %s', (_, text, expected) => {
    expect(clean(text)).toBe(expected)
    expect(clean(clean(text))).toBe(clean(text))
  })
})

/** Letters, marks and signs beside which rules look, with everything that the rules are about. */
const PIECES = [
  ...'\u200c\u200d\u180e\ufe00\ufe0e\ufe0f\u180b\u180f\u200b\u202e\u00ad\u034f\u20e3\u0301\u064b\u09bc',
  ...['\u{e0100}', '\u{e0067}', '\u{e007f}', '\u{1f3f4}', '\u{1f468}', '\u{1f3fd}', '❤', '©', '1', '#', 'a', ' '],
  ...'葛ابهदक्षার্য\u0dca\u0d4dන\u17c9\u1794\u17b8ᠠᠭက\u1100\u1161\u0b57',
]

describe('a cleaned text', () => {
  it('is cleaned for good, and has lost no letter, digit or emoji, however the pieces of the rules stand', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...PIECES), { maxLength: 24 }).map((pieces) => pieces.join('')),
        fc.integer({ min: 1, max: 30 }),
        (text, max) => {
          const whole = clean(text)
          expect(clean(whole)).toBe(whole)
          expect(drawn(whole)).toBe(drawn(text))
          const cut = cleanLine(text, max)
          expect(cleanLine(cut, max)).toBe(cut)
        },
      ),
      { numRuns: 5_000 },
    )
  })

  it('has every letter and digit of Unicode', () => {
    const lost = codePoints(/[\p{L}\p{N}]/u).filter(
      (letter) =>
        !/\p{Default_Ignorable_Code_Point}|[\u{13441}\u{13442}]/u.test(letter) &&
        clean(letter) !== letter.normalize('NFC'),
    )
    expect(lost.map(hex)).toEqual([])
  })

  it('keeps what a picture that is struck out says', () => {
    expect(cleanLine('🥜\u20e0 谢谢', 20)).toBe('🥜🚫 谢谢')
    expect(terminalLines('🥜\ufe0f\u20e0')).toBe('🥜\ufe0f🚫')
  })

  it('takes time in proportion to the text', () => {
    for (const unit of [
      '\u200d',
      '👨‍',
      'क्\u200d',
      'ب\u200c',
      'بً\u200c',
      '\u{e0061}',
      '\ufe0f\u0316',
      '\u0316\u200d',
      '🏴',
      '\u0327\u0301',
    ])
      expect(cleanLine(unit.repeat(100_000), 50).length).toBeLessThanOrEqual(100)
  })
})

/** The letters, digits and pictures of a text, without their marks. */
function drawn(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/[^\p{L}\p{N}\p{Extended_Pictographic}]/gu, '')
}
