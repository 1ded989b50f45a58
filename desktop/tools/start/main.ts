import { join, resolve } from 'node:path'
import { hostFetch } from '../../core/rest/fetch.ts'
import { readLocalKeys } from '../../node/local-keys.ts'
import { issueLocalCode } from '../../node/pairing.ts'
import { buildConsole } from './build.ts'
import { fetchRuntime, hasScreen, installedRuntime } from './electron-runtime.ts'
import { runApp } from './run-app.ts'
import type { Part } from './run-part.ts'
import { type LiveConsole, serveConsole } from './serve-console.ts'
import { startOrJoin } from './start-or-join.ts'
import { watchStarters } from './starters.ts'

/**
 * The server and then the app, as one command: `npm start`, and with `--dev` `npm run dev`. With `--restart` a server
 * that has the database already is ended first.
 */

const root = join(import.meta.dirname, '../../..')
const dev = process.argv.includes('--dev')
const restart = process.argv.includes('--restart')

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

async function main(): Promise<void> {
  const dataDir = resolve(process.env['DATA_DIR'] || 'data')
  let live: LiveConsole | undefined
  const running: Part[] = []
  let ending = false

  /** The app first, so that it does not announce that the server is gone. A second Ctrl-C does not wait. */
  async function end(code: number): Promise<void> {
    if (ending) {
      for (const part of running) part.kill()
      process.exit(1)
    }
    ending = true
    for (const part of running.toReversed()) await part.stop()
    await live?.close()
    process.exit(code)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0))
  watchStarters(() => {
    // Nobody may read our output any more.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
    if (!ending) void end(0)
  })

  const [server] = await Promise.all([
    startOrJoin({
      ...{ root, dataDir, dev, restart, say },
      began: (part) => running.push(part),
      again: (url) => live?.follow(url),
    }),
    dev ? undefined : buildConsole(),
  ])
  if (ending) return
  if (server.kind === 'none') return await end(server.code)
  if (server.kind === 'started') {
    void server.part.ended.then((code) => {
      if (ending) return
      say(`The server ended (${code === null ? 'it was killed' : `exit code ${code}`}).`)
      void end(code ?? 1)
    })
  }
  if (dev) live = await serveConsole(server.url)
  const url = live?.url ?? server.url
  if (live !== undefined) say(`Console that follows its sources: ${url}/`)
  const runtime = await findRuntime()
  if (ending) return
  if (runtime === undefined) return await offerConsole(dataDir, url)
  const app = await runApp({ runtime, root, dataDir, dev })
  running.push(app)
  const code = await app.ended
  if (ending) return
  const goesOn = server.kind === 'joined' ? 'The server goes on.' : 'The server goes on. Ctrl-C ends it.'
  if (code === 0) return say(`The app was quit. ${goesOn}`)
  say(`The app could not stay (exit code ${code}).`)
  await offerConsole(dataDir, url)
}

async function findRuntime(): Promise<string | undefined> {
  if (!hasScreen(process.platform, process.env)) {
    say('No screen here (DISPLAY is not set), so the app is not started.')
    return undefined
  }
  const installed = installedRuntime(process.env)
  if (installed !== undefined) return installed
  say('Fetching Electron’s runtime, once …')
  const fetched = await fetchRuntime(process.env)
  if (fetched === undefined) say('Electron’s runtime could not be fetched, so the app is not started.')
  return fetched
}

/** Prints where the same screen is in a browser, with a code to pair it; in a log, with the way to one. */
async function offerConsole(dataDir: string, url: string): Promise<void> {
  const keys = process.stdout.isTTY ? await readLocalKeys(dataDir) : undefined
  const code = keys === undefined ? undefined : await issueLocalCode(keys, hostFetch(globalThis))
  const pair = code?.ok === true ? `pairing code: ${code.value}` : 'for a pairing code: npm run pairing-code'
  say(`Console in a browser: ${url}/   ${pair}`)
}

await main()
