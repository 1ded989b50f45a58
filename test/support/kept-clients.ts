import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { root } from '../tooling/source-files.ts'

const FOLDER = join(root, 'test/fixtures/clients')

/** A client of an earlier version, as it was built then: test/fixtures/clients/README.md. */
export interface KeptClient {
  version: string
  /** The console's files, by their path on the server. */
  console(): Record<string, string>
  /** The terminal client, one file for plain Node. */
  terminal(): string
}

/** The clients of every kept version. */
export const KEPT_CLIENTS: readonly KeptClient[] = readdirSync(FOLDER)
  .filter((name) => /^\d/.test(name))
  .map((version) => ({
    version,
    console: () => JSON.parse(unpacked(version, 'console.json.br')) as Record<string, string>,
    terminal: () => unpacked(version, 'terminal.mjs.br'),
  }))

function unpacked(version: string, name: string): string {
  return brotliDecompressSync(readFileSync(join(FOLDER, version, name))).toString('utf8')
}
