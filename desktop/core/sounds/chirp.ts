/** The length of the chirp, seconds. */
export const CHIRP_S = 0.6
/** The ends of its rise, hertz: what a small loudspeaker and a cheap microphone both carry. */
const FROM_HZ = 1_000
const TO_HZ = 4_000
/** Seconds in which it begins and ends, so that neither clicks. */
const EDGE_S = 0.01

/** Renders a rising tone as samples, −1 … 1, `rate` of them a second: nothing in a kitchen sounds like it. */
export function renderChirp(rate: number): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(Math.round(CHIRP_S * rate))
  for (let i = 0; i < samples.length; i++) {
    const t = i / rate
    const turns = FROM_HZ * t + ((TO_HZ - FROM_HZ) * t * t) / (2 * CHIRP_S)
    const edge = Math.min(1, t / EDGE_S, (CHIRP_S - t) / EDGE_S)
    samples[i] = edge * Math.sin(2 * Math.PI * turns)
  }
  return samples
}
