import { randomUUID } from 'node:crypto'

/** Makes a name of small letters and digits that nobody else has. */
export function uniqueName(prefix: string): string {
  return `${prefix}_${randomUUID().replaceAll('-', '')}`
}
