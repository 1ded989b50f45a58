import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

/** Reads a YAML file. Throws an Error with line and column for other text. */
export function readYaml(file: string): unknown {
  return parse(readFileSync(file, 'utf8'))
}
