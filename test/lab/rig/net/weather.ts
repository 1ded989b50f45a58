/** How bytes fare in one direction. */
export interface Way {
  /** Each piece is delayed by `latencyMs ± jitterMs`; none overtakes another. */
  latencyMs: number
  jitterMs: number
  /** A bound on what goes through in a second; 0: none. */
  bytesPerSecond: number
  /** So many of a thousand pieces were lost on the way and are sent again: they, and all behind them, are late by `stallMs`. */
  stallsPerMille: number
  stallMs: number
  /** Nothing arrives, and nobody is told. What was sent arrives when this is over, as TCP would send it again. */
  held: boolean
}

export interface Weather {
  /** From client to server. */
  up: Way
  /** From server to client. */
  down: Way
}

const FREE: Way = { latencyMs: 0, jitterMs: 0, bytesPerSecond: 0, stallsPerMille: 0, stallMs: 0, held: false }
const HELD: Way = { ...FREE, held: true }
const both = (way: Way): Weather => ({ up: way, down: way })

/** 64 kbit/s: a modem, or a mobile network at the end of its allowance. */
export const NARROW_BYTES_PER_SECOND = 8_000

export const WEATHER = {
  clear: both(FREE),
  cut: both(HELD),
  cut_up: { up: HELD, down: FREE },
  cut_down: { up: FREE, down: HELD },
  far: both({ ...FREE, latencyMs: 200, jitterMs: 100 }),
  narrow: both({ ...FREE, bytesPerSecond: NARROW_BYTES_PER_SECOND }),
  lossy: both({ ...FREE, latencyMs: 20, jitterMs: 10, stallsPerMille: 100, stallMs: 600 }),
} satisfies Record<string, Weather>

export type WeatherName = keyof typeof WEATHER
