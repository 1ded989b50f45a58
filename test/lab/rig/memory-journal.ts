import type { DeviceLine } from '../check/history.ts'

/** The journal of a device that is not killed. */
export function createMemoryJournal(): { lines: DeviceLine[]; append(line: DeviceLine): void; sync(): void } {
  const lines: DeviceLine[] = []
  return { lines, append: (line) => void lines.push(line), sync: () => {} }
}
