import { vi } from 'vitest'

/** Looks until the expectation holds; a machine under load gets nearly the whole of a test's time. */
export function eventually(expectation: () => void): Promise<void> {
  return vi.waitFor(expectation, { timeout: 8_000, interval: 10 })
}
