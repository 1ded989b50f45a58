import { readFileSync } from 'node:fs'

/** A JSON file of ours with an object in it. */
export function readJson(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
}
