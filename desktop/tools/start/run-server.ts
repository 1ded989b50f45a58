import { join } from 'node:path'
import { buildServer } from '../../../server/build/build-server.ts'
import { type Part, runPart } from './run-part.ts'

const LISTENS = /listens on (\S+)/g
/** Ends tsx as well when we are gone: it would watch the sources for nobody. The server itself does it by `--attached`. */
const END_WITH_INPUT =
  'data:text/javascript,process.stdin.once("close",()=>process.kill(process.pid,"SIGTERM")).resume()'

/**
 * The server in a process of its own, as built JavaScript, which ends with this one. `ready` resolves to its address, or to `undefined` when it
 * ended without one. With `dev` it runs its sources, starts again at every change of them, and `again` hears of the
 * address it has then. Rejects when the sources cannot be built.
 */
export async function runServer(
  root: string,
  dev: boolean,
  again: (url: string) => void,
): Promise<{ part: Part; ready: Promise<string | undefined> }> {
  const tsx = join(root, 'node_modules/tsx/dist/cli.mjs')
  const program = dev
    ? ['--import', END_WITH_INPUT, tsx, 'watch', '--clear-screen=false', join(root, 'server/main.ts')]
    : [await buildServer(root)]
  let said = ''
  let starts = 0
  let found: (url: string) => void = () => {}
  const heard = new Promise<string>((resolve) => {
    found = resolve
  })
  const hear = (text: string) => {
    said += text
    // All of what it says first, its advice included, stands before whatever we say.
    if (!said.endsWith('\n')) return
    for (const [, url = ''] of said.matchAll(LISTENS)) {
      if (starts === 0) found(url)
      else again(url)
      starts += 1
    }
    said = ''
  }
  const part = runPart(process.execPath, [...program, '--attached'], process.env, { hear, attached: true })
  return { part, ready: Promise.race([heard, part.ended.then(() => undefined)]) }
}
