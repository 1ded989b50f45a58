export const MINUTE_MS = 60_000

/** The moment at which all views stand: twenty past twelve in Shanghai, in the middle of a rush. */
export const NOW = Date.UTC(2026, 10, 27, 4, 20)
