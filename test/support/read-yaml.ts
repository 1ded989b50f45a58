import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

/** A YAML file; throws with line and column when it is none. */
export function readYaml(file: string): unknown {
  return parse(readFileSync(file, 'utf8'))
}
