import { join } from 'node:path'
import { type Part, runPart } from './run-part.ts'

const LISTENS = /listens on (\S+)/

/** The server in a process of its own. `ready` resolves to its address, or to `undefined` when it ended without one. */
export function runServer(root: string, dev: boolean): { part: Part; ready: Promise<string | undefined> } {
  const tsx = join(root, 'node_modules/tsx/dist/cli.mjs')
  const watch = dev ? ['watch', '--clear-screen=false'] : []
  let said = ''
  let found: (url: string) => void = () => {}
  const heard = new Promise<string>((resolve) => {
    found = resolve
  })
  const part = runPart(process.execPath, [tsx, ...watch, join(root, 'server/main.ts')], process.env, (text) => {
    said += text
    const url = LISTENS.exec(said)?.[1]
    // All of what it says first, its advice included, stands before whatever we say.
    if (url !== undefined && said.endsWith('\n')) found(url)
  })
  return { part, ready: Promise.race([heard, part.ended.then(() => undefined)]) }
}
