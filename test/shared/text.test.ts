import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanLine, codePointLength, cutText, cutUnits, speakable, terminalLines } from '../../shared/text.ts'

/** Marks, invisibles, jamo and vowels that compose, forms that NFKC takes apart, and what speakable treats on its own. */
const nasty = [
  ...'\uDC00\u0316\u0301\u200D\u202E\uFEFF\u1100\u1161\u11A8\uFFA0\u3164\u09C7\u09BE\u0340\uFDFA\u00B4\u0149\uFF07\uD800',
  ..."½⁄/%1aéﬀ𝓒不〇'’ \t\n<，,.！…\u{E0041}",
  ...['\u001b[', '[[', '🙏🏽', '1️⃣'],
]
/** Random code units (lone surrogates included), random code points, and mixtures of what has caused trouble. */
const hostileText = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.array(fc.constantFrom(...nasty), { maxLength: 60 }).map((parts) => parts.join('')),
)

describe('cleanLine', () => {
  it('takes the short way only with characters that the long one leaves alone', () => {
    const wrong = []
    for (let unit = 0; unit <= 0xffff; unit++) {
      const text = `a${String.fromCharCode(unit)}`
      // The invisible character at its end keeps a text from the short way, and is dropped.
      if (cleanLine(text, 9) !== cleanLine(`${text}\u200b`, 9)) wrong.push(unit.toString(16))
    }
    expect(wrong).toEqual([])
  })

  it.each([
    ['folds white space and trims', '  a \t\n b\u3000c \u2028 d\u2029', 'a b c d'],
    ['takes the ESC out of an escape sequence', 'a\u001b[31mred\u001b[0m', 'a [31mred [0m'],
    ['takes C1 controls out', 'a\u009b31mb\u0085c', 'a 31mb c'],
    ['drops bidi overrides and isolates', '\u202Egpj.exe\u202C \u2066x\u2069', 'gpj.exe x'],
    [
      'drops zero-width characters, joiners between Latin letters too',
      'a\u200Bb\u200Cc\u200Dd\uFEFFe\u00ADf',
      'abcdef',
    ],
    ['drops tags and variation selectors', 'x\u{E0041}\u{E0042}\uFE0F\u{E0101}', 'x'],
    ['drops Hangul fillers, which look like nothing', 'a\u3164\u115Fb', 'ab'],
    ['keeps emoji', '谢谢🙏👨‍👩‍👧', '谢谢🙏👨‍👩‍👧'],
    ['takes what looks like a space for one', 'a\u2800b\u{13441}c', 'a b c'],
    ['keeps a sign that stands under digits', '\u0601\u0662\u0660', '\u0601\u0662\u0660'],
    ['composes', 'e\u0301', 'é'],
    ['replaces lone surrogates', 'a\uD800b', 'a\uFFFDb'],
    ['keeps four marks on a letter', `a${'\u0316'.repeat(40)}b`, `a${'\u0316'.repeat(4)}b`],
    ['drops marks without a letter', '\u0316\u0316a \u0316b', 'a b'],
    ['keeps markup, which its reader must escape', '<b>&"', '<b>&"'],
  ])('%s', (_, text, expected) => {
    expect(cleanLine(text, 100)).toBe(expected)
  })

  it.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 5, 'abcd…'],
    ['abc def', 5, 'abc…'],
    ['🙏🙏🙏', 3, '🙏🙏🙏'],
    ['🙏🙏🙏', 2, '🙏…'],
    ['ab', 1, '…'],
    ['ab', 0, ''],
  ])('cuts %j to %i code points: %j', (text, max, expected) => {
    expect(cleanLine(text, max)).toBe(expected)
  })

  it.each([
    ['a family stays one person after the other', '👨‍👩‍👧👨‍👩‍👧', 6, '👨‍👩‍👧…'],
    ['a letter keeps its marks', 'ne\u0316\u0317\u0318x', 4, 'n…'],
    ['a Korean syllable stays whole', '가\u1112\u119e\u11ab다', 3, '가…'],
    ['a flag is not cut in two', '\u{1f1e8}\u{1f1f3}\u{1f1e8}\u{1f1f3}', 3, '🇨🇳…'],
    ['a skin stays with its hand', 'ok👍🏽!', 4, 'ok…'],
    ['a joiner that joins nothing any more goes', 'می‌خواهم', 4, 'می…'],
    ['what is one endless character is cut all the same', '\u1100'.repeat(60), 5, `${'\u1100'.repeat(4)}…`],
  ])('cuts between characters as people see them: %s', (_, text, max, expected) => {
    expect(cleanLine(text, max)).toBe(expected)
  })

  it('whatever comes in, the result is bounded, idempotent and free of control and invisible characters', () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 0, max: 60 }), (text, max) => {
        const line = cleanLine(text, max)
        expect(cleanLine(line, max)).toBe(line)
        expect(codePointLength(line)).toBeLessThanOrEqual(max)
        expect(line.isWellFormed()).toBe(true)
        expect(line).not.toMatch(
          /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\u200B\u2060\uFEFF]|^ | $| {2}|(?:(?!\p{VS})\p{M}){5}/u,
        )
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('cutText and cutUnits', () => {
  it('cut to bounds, at whole characters, and never half a surrogate pair', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.integer({ min: 0, max: 40 }), (text, max) => {
        expect(codePointLength(cutText(text, max))).toBeLessThanOrEqual(max)
        expect(cutUnits(text, max).length).toBeLessThanOrEqual(max)
        for (const cut of [cutText(text, max), cutUnits(text, max)]) {
          expect(text.startsWith(cut)).toBe(true)
          expect(cut.isWellFormed()).toBe(true)
        }
      }),
    )
    expect(cutUnits('备注🙏', 3)).toBe('备注')
    expect(cutUnits('备注👍🏽', 5)).toBe('备注')
  })
})

describe('terminalLines', () => {
  it('keeps lines, spacing and what letters need, and nothing else that is not seen', () => {
    const text = '  می‌خواهم\u202E  👨‍👩‍👧\nline\u200b 2\u001b[2J\u009b'
    expect(terminalLines(text)).toBe('  می‌خواهم  👨‍👩‍👧\nline 2 [2J ')
    fc.assert(
      fc.property(hostileText, (lines) => {
        const shown = terminalLines(lines)
        expect(terminalLines(shown)).toBe(shown)
        expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/u)
      }),
    )
  })
})

describe('speakable', () => {
  it.each([
    ['a sentence stays', '不要香菜，谢谢', '不要香菜，谢谢'],
    ['a dish with a size stays', '可乐 1.5L 50%糖 1/2', '可乐 1.5L 50%糖 1/2'],
    ['phonemes of macOS say and espeak-ng', '[[inpt PHON]]h@l@U[[rset 0]]', 'inpt PHON h l U rset 0'],
    ['SSML', '<speak><break time="9s"/>hi</speak>', 'speak break time 9s hi speak'],
    ['entities', '&lt;b&gt; a&b', 'lt;b gt; a b'],
    ['festival’s Lisp', 'hello") (system "touch /tmp/x") (SayText "bye', 'hello system touch tmp x SayText bye'],
    ['an option of a command line', '-f/etc/passwd --voice=x', 'f etc passwd voice x'],
    ['shells', '$(id) `id` %PATH% a|b;c\\d', 'id id PATH a b;c d'],
    ['full-width markup', '［［ｒａｔｅ］］＜ｂ＞＆', 'rate b'],
    ['an apostrophe inside a Latin word', "don’t forget Lay's", 'dont forget Lays'],
    ['quotes elsewhere divide', '"微辣"\'大份\'', '微辣 大份'],
    ['emoji and symbols', '谢谢🙏🏽❤️❤️→★£👨‍👩‍👧🇨🇳', '谢谢'],
    ['fancy letters become plain', '𝓒𝓸𝓴𝓮 ⓐ ㎏ Ⅳ', 'Coke a kg IV'],
    ['a fraction keeps its distance', '1½杯 H₂O', '1 1/2 杯 H 2 O'],
    ['punctuation folds to its first mark', '快点！！！？？。。。急，，急 , ; x', '快点！急，急, x'],
    ['nothing but punctuation is nothing', '…！！ -- ，', ''],
    ['keycaps lose their caps', '1️⃣2️⃣', '1 2'],
    ['zalgo', `h${'\u0315\u0316\u0317\u0318\u0319\u031A'.repeat(9)}i`, 'h\u0316\u0317\u0318\u0319i'],
    ['control characters', 'a\u0001b\u0000c\u001b]0;x\u0007', 'a b c 0;x'],
  ])('%s', (_, text, expected) => {
    expect(speakable(text, 100)).toBe(expected)
  })

  it.each([
    ['abcdef', 3, 'abc'],
    ['ab, cd', 3, 'ab'],
    ['1/2', 2, '1'],
    ['𠮷𠮷𠮷', 2, '𠮷𠮷'],
    ['ab', 0, ''],
  ])('cuts %j to %i code points: %j', (text, max, expected) => {
    expect(speakable(text, max)).toBe(expected)
  })

  it('whatever comes in, the result is bounded, idempotent and made of letters, digits and single pauses', () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 0, max: 60 }), (text, max) => {
        const speech = speakable(text, max)
        expect(speakable(speech, max)).toBe(speech)
        expect(codePointLength(speech)).toBeLessThanOrEqual(max)
        expect(speech).not.toMatch(/[\p{C}\p{S}\p{Me}\p{Zl}\p{Zp}[\]<>&|\\"'`’‘“”{}()*_^~#@$=+-]|\p{M}{5}/u)
        expect(speech).not.toMatch(
          /[,.!?;:，。！？；：、] ?[,.!?;:，。！？；：、]|(?<!\p{Nd})[%/]|\/(?!\p{Nd})|^[-\s]|\s$| {2}/u,
        )
      }),
      { numRuns: 2_000 },
    )
  })

  it('takes time in proportion to the text', () => {
    for (const unit of ['[[', ', ', '\u0316', '\u0327\u0301', 'a’', '1/', '！', '\u200B', '½ '])
      expect(codePointLength(speakable(unit.repeat(100_000), 50))).toBeLessThanOrEqual(50)
  })
})
