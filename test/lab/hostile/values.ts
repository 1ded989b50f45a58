import type { SeededRandom } from '../../support/seeded-random.ts'

/** What strings have done to servers: to their parsers, their SQL, their paths, their logs, their screens. */
const STRINGS: readonly string[] = [
  ...['', ' ', '\t', '\n', '\r\nSet-Cookie: a=b', '\u0000', 'a\u0000b', '\u0007', '\u001b[31m', '\u007f', '\ufeff'],
  ...['\ud800', '\udfff', '\udc00\ud800', 'a\ud83d', '\uffff', '\u2028', '\u202e来单\u2066', '\u200b', '＇', '１２３'],
  ...['👩‍👩‍👧‍👦', '🔔'.repeat(70), `e${'\u0301'.repeat(300)}`, '﷽', '٣', 'ß', 'İ', 'ﬀ', '\u0130i'.toLowerCase()],
  ...["' OR 1=1 --", `"; DROP TABLE orders; --`, '%', '_', '\\', '%25', '%00', '%', '..', '../../etc/passwd', 'CON'],
  ...['<script>alert(1)</script>', '{{7*7}}', '$' + '{7*7}', '$where', '[object Object]', '=1+1', '#', '?a=b', 'a/b'],
  ...['null', 'true', 'undefined', 'NaN', 'Infinity', '-Infinity', '-0', '0x10', '1e309', '1e3', '0.1', '+1', '00'],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'then', 'toJSON', 'length'],
]
const LENGTHS: readonly number[] = [33, 41, 61, 65, 101, 129, 201, 256, 501, 4_097, 10_001]

const NUMBERS: readonly number[] = [
  ...[0, -0, -1, 1, 1.5, 0.1 + 0.2, 7, 255, 10_000, 10_000_000_001, 1e-7, 5e-324, 1e21, 1e300, -1e300],
  ...[2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 32, 2 ** 53 - 1, 2 ** 53, -(2 ** 53), 2 ** 63, 2 ** 64, 8.64e15 + 1],
]

/** Not JSON, or JSON that means something else than it seems to. They go into a text as they are. */
const LITERALS: readonly string[] = [
  ...['NaN', 'Infinity', '-Infinity', 'undefined', '01', '+1', '.5', '1.', '0x1', '1_000', '1n', `'x'`, '-', 'tru'],
  ...['1e999', '-1e999', '1e-999', '9'.repeat(400), `0.${'0'.repeat(400)}1`, '-0', '1E5', '{"a":1,"a":2}', '/**/1'],
  ...[
    '"\\ud800"',
    '"\\u0000"',
    '"\\x41"',
    '"\t"',
    '"\\u202e"',
    '[1,]',
    '{"a":1,}',
    '{a:1}',
    '""""',
    '"',
    '}',
    ']',
    ',',
  ],
]

/** Stands where a literal is to be put in after everything else has been made JSON. */
const PLACE = '\uE000literal'

/** A key that objects have of their own, or that somebody's code asks for. */
export const ODD_KEYS: readonly string[] = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'toJSON', 'then', 'length', '', '0', '-1', 'a.b', '$ref'],
  ...['op', 'type', 'storeId', 'store_id', 'id', 'status', 'caller', 'seq', '\u0000', '\ud800', 'x'.repeat(300)],
]

export function oddString(random: SeededRandom): string {
  if (random.chance(0.15)) return 'x'.repeat(random.pick(LENGTHS))
  const text = random.pick(STRINGS)
  return random.chance(0.1) ? text.repeat(random.int(40)) : text
}

export function oddNumber(random: SeededRandom): number {
  return random.chance(0.8) ? random.pick(NUMBERS) : (random.next() - 0.5) * 10 ** random.int(20)
}

/** Any value, mostly of a kind that nobody expects. */
export function oddValue(random: SeededRandom, depth = 0): unknown {
  const kind = random.int(depth > 2 ? 5 : 9)
  if (kind === 0) return null
  if (kind === 1) return random.chance(0.5)
  if (kind === 2) return oddNumber(random)
  if (kind === 3) return oddString(random)
  if (kind === 4) return PLACE
  if (kind === 5) return Array.from({ length: random.int(4) }, () => oddValue(random, depth + 1))
  if (kind === 6) return deep(random)
  if (kind === 7) return Array.from({ length: 201 + random.int(200) }, (_, index) => index)
  const entries = Array.from({ length: random.int(4) }, () => [random.pick(ODD_KEYS), oddValue(random, depth + 1)])
  // Through entries, so that `__proto__` is a key like any other here, as it is in a text.
  return Object.fromEntries(entries as [string, unknown][])
}

function deep(random: SeededRandom): unknown {
  let value: unknown = oddString(random)
  for (let level = 10 ** (1 + random.int(2)); level > 0; level--) value = level % 2 === 0 ? [value] : { a: value }
  return value
}

/** As JSON, but for the literals. */
export function stringify(value: unknown, random: SeededRandom): string {
  const text = JSON.stringify(value) ?? ''
  return text.includes(PLACE) ? text.replaceAll(`"${PLACE}"`, () => random.pick(LITERALS)) : text
}
