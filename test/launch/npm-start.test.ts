import { dirname } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { runChild } from '../support/child.ts'
import { tempDir } from '../support/temp-dir.ts'
import { createDesktopDriver } from './rig/desktop-driver.ts'
import { missingParts, startDesktop } from './rig/desktop-session.ts'
import { RUNTIME, RUNTIME_NAME } from './rig/launch-app.ts'
import { until } from './rig/until.ts'

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
    const start = runChild('desktop/start/main.ts', [], {
      ...session.env,
      DATA_DIR: tempDir(),
      PORT: '0',
      ELECTRON_OVERRIDE_DIST_PATH: dirname(RUNTIME),
    })
    await start.until(/listens on http/)
    await until('the tray says connected', () => desktop.tray.tooltip().includes('我的门店 · 已连接'))
    const app = Number(/NotifierItem-(\d+)-/.exec(desktop.tray.name())?.[1])
    start.process.kill('SIGINT')
    expect(await start.ended, start.output()).toEqual({ code: 0, signal: null })
    expect(processIsAlive(app), 'the app outlived it').toBe(false)
  },
)

it.each([
  ['npm start', []],
  ['npm run dev', ['--dev']],
])('%s without a screen: the server, the console’s address and a pairing code', async (_, args) => {
  const start = runChild('desktop/start/main.ts', args, {
    DATA_DIR: tempDir(),
    PORT: '0',
    DISPLAY: '',
    WAYLAND_DISPLAY: '',
  })
  const said = await start.until(/pairing code: \d{3}-\d{3}-\d{3}/)
  const url = /Console in a browser: (\S+)/.exec(said)?.[1] ?? ''
  expect((await fetch(url)).status).toBe(200)
  start.process.kill('SIGINT')
  expect(await start.ended, start.output()).toEqual({ code: 0, signal: null })
  await expect(fetch(url)).rejects.toThrow()
})

it('npm start without Electron’s runtime, and without a way to fetch it: one line, and the console', async () => {
  const nowhere = tempDir()
  const start = runChild('desktop/start/main.ts', [], {
    DATA_DIR: tempDir(),
    PORT: '0',
    DISPLAY: ':99',
    ELECTRON_OVERRIDE_DIST_PATH: nowhere,
    ELECTRON_MIRROR: 'http://127.0.0.1:1/',
    electron_config_cache: nowhere,
  })
  const said = await start.until(/pairing code: \d{3}-\d{3}-\d{3}/)
  expect(said.match(/Electron’s runtime could not be fetched.*/g)).toHaveLength(1)
  start.process.kill('SIGTERM')
  expect(await start.ended, start.output()).toEqual({ code: 0, signal: null })
})
