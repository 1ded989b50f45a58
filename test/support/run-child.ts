import { type Child, startProcess } from './start-process.ts'

/** Runs a TypeScript file of this project through tsx, as `npm run` does; it is killed when the running test ends. */
export function runChild(file: string, args: string[] = [], env: Record<string, string> = {}): Child {
  return startProcess([process.execPath, '--import', 'tsx', file, ...args], { env: { ...process.env, ...env } })
}
