/** No silence is long enough to be noticed. */
export const SILENCE_MS = (_original: number): number => Number.POSITIVE_INFINITY
