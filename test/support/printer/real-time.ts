/** A command that a printer obeys the moment it arrives, wherever it stands. */
export type RealTime = { asks: number } | { kicks: true } | { recovers: true }

const DLE = 0x10

/**
 * Finds `DLE EOT n`, `DLE ENQ n` and `DLE DC4 1 m t` in a stream, in the dots of a picture as well, as printers do. Returns
 * them with the bytes that are left to print.
 */
export function createRealTimeReader(): { read(bytes: Uint8Array): { found: RealTime[]; left: Uint8Array } } {
  let held: number[] = []
  return {
    read(bytes) {
      const all = [...held, ...bytes]
      const found: RealTime[] = []
      const left: number[] = []
      let at = 0
      held = []
      while (at < all.length) {
        const [first, second, third] = all.slice(at, at + 3)
        const length = first === DLE ? lengthOf(second) : 0
        if (first === DLE && (second === undefined || (length > 0 && at + length > all.length))) {
          held = all.slice(at)
          break
        }
        if (length > 0) found.push(commandOf(second, third))
        else left.push(first ?? 0)
        at += Math.max(1, length)
      }
      return { found, left: Uint8Array.from(left) }
    },
  }
}

function lengthOf(second: number | undefined): number {
  if (second === 0x04 || second === 0x05) return 3
  return second === 0x14 ? 5 : 0
}

function commandOf(second: number | undefined, third = 0): RealTime {
  if (second === 0x04) return { asks: third }
  return second === 0x05 ? { recovers: true } : { kicks: true }
}
