import type { Random } from '../../core/ports.ts'

/** Chance from the browser. `crypto.randomUUID` is missing on plain http; `getRandomValues` is not. */
export const browserRandom: Random = {
  next: Math.random,
  uuid() {
    const bytes = crypto.getRandomValues(new Uint8Array(16))
    const hex = [...bytes].map((byte, i) => {
      const marked = i === 6 ? (byte & 0x0f) | 0x40 : i === 8 ? (byte & 0x3f) | 0x80 : byte
      return marked.toString(16).padStart(2, '0')
    })
    return [
      [0, 4],
      [4, 6],
      [6, 8],
      [8, 10],
      [10, 16],
    ]
      .map(([from, to]) => hex.slice(from, to).join(''))
      .join('-')
  },
}
