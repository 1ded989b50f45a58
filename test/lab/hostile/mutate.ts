import type { SeededRandom } from '../../support/seeded-random.ts'
import { ODD_KEYS, oddNumber, oddString, oddValue } from './values.ts'

/** A place in a tree: its parent and the key there. */
type Place = { parent: Record<string, unknown> | unknown[]; key: string | number }

/** The value, made wrong in one to three places. What it was made from stays as it is. */
export function mutate(value: unknown, random: SeededRandom): unknown {
  const root: unknown[] = [structuredClone(value)]
  for (let times = 1 + random.int(3); times > 0; times--) mutateOnce(random.pick(placesIn(root)), random)
  return root[0]
}

/** Few look further down than this, and what is longer was made so on purpose. */
const MAX_PLACES = 200

function placesIn(root: unknown[]): Place[] {
  const places: Place[] = [{ parent: root, key: 0 }]
  for (let at = 0; at < places.length && places.length < MAX_PLACES; at++) {
    const value = read(places[at] as Place)
    if (typeof value !== 'object' || value === null) continue
    const keys = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value)
    for (const key of keys) places.push({ parent: value as Record<string, unknown>, key })
  }
  return places
}

function mutateOnce(place: Place, random: SeededRandom): void {
  const value = read(place)
  const how = random.int(8)
  if (how === 0) return remove(place)
  if (how === 1) return write(place, retyped(value))
  if (how === 2 && typeof value === 'number') return write(place, oddNumber(random))
  if (how === 2 && typeof value === 'string') return write(place, oddString(random))
  if (how === 3 && typeof value === 'object' && value !== null && !Array.isArray(value))
    return write({ parent: value as Record<string, unknown>, key: random.pick(ODD_KEYS) }, oddValue(random))
  if (how === 4) return write(place, [value])
  if (how === 5) return write(place, { [random.pick(ODD_KEYS)]: value })
  if (how === 6 && Array.isArray(value)) return write(place, Array(random.pick([0, 201, 1_000])).fill(value[0] ?? null))
  write(place, oddValue(random))
}

/** The same, as another type. */
function retyped(value: unknown): unknown {
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return Number(value) || value.length
  if (Array.isArray(value)) return Object.fromEntries(value.entries())
  return value === null ? {} : [value]
}

function read({ parent, key }: Place): unknown {
  return (parent as Record<string | number, unknown>)[key]
}

/** `__proto__` becomes a key of its own, as JSON.parse makes it one. */
function write({ parent, key }: Place, value: unknown): void {
  Object.defineProperty(parent, key, { value, writable: true, enumerable: true, configurable: true })
}

function remove({ parent, key }: Place): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1)
  else delete parent[key]
}

/** The text, cut, doubled, spoilt in a byte or two, or in another encoding. */
export function mutateText(text: string, random: SeededRandom): Buffer {
  const bytes = Buffer.from(text)
  const at = random.int(bytes.length + 1)
  const how = random.int(9)
  if (how === 0) return bytes.subarray(0, at)
  if (how === 1) return Buffer.concat([bytes, bytes])
  if (how === 2) return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes])
  if (how === 3) return Buffer.from(text, 'utf16le')
  if (how === 4) return Buffer.concat([bytes.subarray(0, at), Buffer.from([0xff, 0xc0, 0x80]), bytes.subarray(at)])
  if (how === 5) return Buffer.concat([bytes.subarray(0, at), Buffer.alloc(1 + random.int(3)), bytes.subarray(at)])
  if (how === 6) return Buffer.from(doubledKey(text))
  if (how === 7) return Buffer.from(`${'['.repeat(2_000)}${text}${']'.repeat(2_000)}`)
  const spoilt = Buffer.from(bytes)
  for (let flips = 1 + random.int(3); flips > 0 && spoilt.length > 0; flips--) {
    const index = random.int(spoilt.length)
    spoilt[index] = (spoilt[index] ?? 0) ^ (1 << random.int(8))
  }
  return spoilt
}

/** The first key of an object, again, with another value: parsers differ in which of them counts. */
function doubledKey(text: string): string {
  const key = /^\{("[^"]*"):/.exec(text)?.[1]
  return key === undefined ? text : `${text.slice(0, -1)},${key}:null}`
}
