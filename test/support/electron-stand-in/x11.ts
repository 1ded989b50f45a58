import { execFile, execFileSync } from 'node:child_process'

const LIMIT_MS = 10_000

/** A tool of X; resolves to what it printed, or to '' when it failed: windows come and go while it looks. */
export function runX(tool: string, ...args: (string | number)[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(tool, args.map(String), { timeout: LIMIT_MS }, (error, output) => resolve(error ? '' : output.trim()))
  })
}

/** `screen`, with the one display that X has. */
export function createScreen() {
  const [, width, height] = /dimensions:\s+(\d+)x(\d+)/.exec(execFileSync('xdpyinfo', { encoding: 'utf8' })) ?? []
  const workArea = { x: 0, y: 0, width: Number(width), height: Number(height) }
  return { getPrimaryDisplay: () => ({ workArea }), getAllDisplays: () => [{ workArea }] }
}
