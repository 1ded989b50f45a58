import { join } from 'node:path'
import { type Part, runPart } from './run-part.ts'

const LISTENS = /listens on (\S+)/g

/**
 * The server in a process of its own. `ready` resolves to its address, or to `undefined` when it ended without one. With
 * `dev` it starts again at every change of its sources, and `again` hears of the address it has then.
 */
export function runServer(
  root: string,
  dev: boolean,
  again: (url: string) => void,
): { part: Part; ready: Promise<string | undefined> } {
  const tsx = join(root, 'node_modules/tsx/dist/cli.mjs')
  const watch = dev ? ['watch', '--clear-screen=false'] : []
  let said = ''
  let starts = 0
  let found: (url: string) => void = () => {}
  const heard = new Promise<string>((resolve) => {
    found = resolve
  })
  const part = runPart(process.execPath, [tsx, ...watch, join(root, 'server/main.ts')], process.env, (text) => {
    said += text
    // All of what it says first, its advice included, stands before whatever we say.
    if (!said.endsWith('\n')) return
    for (const [, url = ''] of said.matchAll(LISTENS)) {
      if (starts === 0) found(url)
      else again(url)
      starts += 1
    }
    said = ''
  })
  return { part, ready: Promise.race([heard, part.ended.then(() => undefined)]) }
}
