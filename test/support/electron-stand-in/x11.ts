import { execFile, execFileSync } from 'node:child_process'

const LIMIT_MS = 60_000

/** Runs a tool of X; resolves to its output, or to '' when it failed: windows may disappear while it runs. */
export function runX(tool: string, ...args: (string | number)[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(tool, args.map(String), { timeout: LIMIT_MS }, (error, output) => resolve(error ? '' : output.trim()))
  })
}

/** Makes `screen`, with the one display of X. */
export function createScreen() {
  const [, width, height] = /dimensions:\s+(\d+)x(\d+)/.exec(execFileSync('xdpyinfo', { encoding: 'utf8' })) ?? []
  const workArea = { x: 0, y: 0, width: Number(width), height: Number(height) }
  return { getPrimaryDisplay: () => ({ workArea }), getAllDisplays: () => [{ workArea }] }
}
