import { utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { SOCKET_PATH, SUBPROTOCOL } from '../../shared/protocol/limits.ts'
import { runChild } from '../support/run-child.ts'
import { tempDir } from '../support/temp-dir.ts'
import { until } from '../support/until.ts'
import { root } from '../tooling/source-files.ts'
import { createDesktopDriver } from './rig/desktop-driver.ts'
import { missingParts, startDesktop } from './rig/desktop-session.ts'
import { RUNTIME, RUNTIME_NAME } from './rig/launch-app.ts'

const START = 'desktop/tools/start/main.ts'
/** As a shell has it: what vitest sets here would build the pages for development. */
const SHELL = { NODE_ENV: '' }
const missing = missingParts()
const why = missing.length === 0 ? '' : `, needs ${missing.join(', ')}`

function processIsAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

it.skipIf(missing.length > 0)(
  `npm start: the server, the app paired with it by itself, and Ctrl-C ends both [${RUNTIME_NAME}${why}]`,
  async () => {
    const session = await startDesktop(tempDir())
    onTestFinished(session.stop)
    const desktop = createDesktopDriver(session.env)
    const start = runChild(START, [], {
      ...session.env,
      ...SHELL,
      DATA_DIR: tempDir(),
      PORT: '0',
      ELECTRON_OVERRIDE_DIST_PATH: dirname(RUNTIME),
    })
    await start.until(/listens on http/)
    await until('the tray says connected', () => desktop.tray.tooltip().includes('我的门店 · 已连接'))
    const app = Number(/NotifierItem-(\d+)-/.exec(desktop.tray.name())?.[1])
    expect(await start.kill('SIGINT'), start.output()).toEqual({ code: 0, signal: null })
    expect(processIsAlive(app), 'the app outlived it').toBe(false)
  },
)

it.each([
  ['npm start', []],
  ['npm run dev', ['--dev']],
])('%s without a screen: the server, the console’s address, and the way to a pairing code', async (_, args) => {
  const start = runChild(START, args, {
    ...SHELL,
    DATA_DIR: tempDir(),
    PORT: '0',
    DISPLAY: '',
    WAYLAND_DISPLAY: '',
  })
  const said = await start.until(/Console in a browser: \S+ +for a pairing code: npm run pairing-code/)
  const url = /Console in a browser: (\S+)/.exec(said)?.[1] ?? ''
  expect((await fetch(url)).status).toBe(200)
  expect(await start.kill('SIGINT'), start.output()).toEqual({ code: 0, signal: null })
  // The console's own port, 5173 under `npm run dev`, may be another program's by now; the server's is nobody else's.
  const server = /listens on (http:\S+)/.exec(said)?.[1] ?? ''
  await expect(fetch(server)).rejects.toThrow('fetch failed')
})

it('npm start without Electron’s runtime, and without a way to fetch it: one line, and the console', async () => {
  const nowhere = tempDir()
  const start = runChild(START, [], {
    ...SHELL,
    DATA_DIR: tempDir(),
    PORT: '0',
    DISPLAY: ':99',
    ELECTRON_OVERRIDE_DIST_PATH: nowhere,
    ELECTRON_MIRROR: 'http://127.0.0.1:1/',
    electron_config_cache: nowhere,
  })
  const said = await start.until(/Console in a browser: \S+ +for a pairing code: npm run pairing-code/)
  expect(said.match(/Electron’s runtime could not be fetched.*/g)).toHaveLength(1)
  expect(await start.kill('SIGTERM'), start.output()).toEqual({ code: 0, signal: null })
})

/** Stands where Electron's program would: tells that it was started, and ends when it is asked to. */
const STAND_IN_RUNTIME = `#!/usr/bin/env node
console.log('the app runs: ' + process.argv.slice(2).join(' '))
setInterval(() => {}, 60_000)
`

/** As an editor saves a file, without another letter in it. */
function touch(file: string): void {
  const now = new Date()
  utimesSync(join(root, file), now, now)
}

it('npm run dev: what is saved reaches the open page, starts the app again, and the server', async () => {
  const runtime = tempDir()
  writeFileSync(join(runtime, 'electron'), STAND_IN_RUNTIME, { mode: 0o755 })
  const dev = runChild(START, ['--dev'], {
    ...SHELL,
    ...{ DATA_DIR: tempDir(), PORT: '0', DISPLAY: ':99', ELECTRON_OVERRIDE_DIST_PATH: runtime },
  })
  const count = (what: RegExp) => dev.output().match(what)?.length ?? 0
  await dev.until('the app runs')
  const url = /Console that follows its sources: (\S+)\//.exec(dev.output())?.[1] ?? ''
  // What a page that shows the settings has asked for.
  for (const path of ['/', '/main.ts', `/@fs${join(root, 'desktop/ui/settings/toggle.tsx')}`])
    expect((await fetch(url + path)).status, path).toBe(200)
  const told: string[] = []
  const page = new WebSocket(url.replace('http', 'ws'), 'vite-hmr')
  onTestFinished(() => page.terminate())
  page.on('message', (data) => told.push(String(data)))
  await until('the page is connected', () => told.some((text) => text.includes('connected')))

  touch('desktop/ui/settings/toggle.tsx')
  await until('the page is told', () => told.some((text) => /"(?:update|full-reload)"/.test(text)), 120_000)
  await until('the app starts again', () => count(/the app runs/g) >= 2)
  const before = count(/the app runs/g)
  touch('desktop/hosts/electron/messages/messages.ts')
  await until('the app starts again for its main process', () => count(/the app runs/g) > before)

  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  const socket = new WebSocket(`${url.replace('http', 'ws')}${SOCKET_PATH}`, SUBPROTOCOL, { origin: url })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  socket.terminate()
  touch('server/http/health.ts')
  await until('the server starts again', () => count(/listens on http/g) >= 2)
  await until('the page reaches it where it is now', async () => (await fetch(`${url}/healthz`)).status === 200)

  expect(await dev.kill('SIGINT'), dev.output()).toEqual({ code: 0, signal: null })
})
