import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { isAlive } from '../../desktop/node/running-server.ts'
import { RUNNING_FILE, runningServerSchema } from '../../shared/api/running-server.ts'
import { runChild } from '../support/run-child.ts'
import { startProcess } from '../support/start-process.ts'
import { tempDir } from '../support/temp-dir.ts'
import { until } from '../support/until.ts'

/** `npm start` in a shell without a screen. */
function startShop(dataDir: string, args: string[] = [], more: Record<string, string> = {}) {
  return runChild('desktop/tools/start/main.ts', args, {
    ...{ NODE_ENV: '', DISPLAY: '', WAYLAND_DISPLAY: '', LOG_LEVEL: 'warn', PORT: '0', DATA_DIR: dataDir, ...more },
  })
}

const noteIn = (dataDir: string) =>
  runningServerSchema.parse(JSON.parse(readFileSync(join(dataDir, RUNNING_FILE), 'utf8')))
/** A stop in good order takes ten seconds at most, on a machine that is not slow. */
const STOPS_WITHIN_MS = 100_000

it.each([
  ['npm start', []],
  ['npm run dev', ['--dev']],
])(
  '%s killed hard: its server ends by itself, in good order, and the next start has port and database',
  async (_, args) => {
    const dataDir = tempDir()
    const first = startShop(dataDir, args)
    await first.until('Console in a browser')
    const { pid, url } = noteIn(dataDir)
    await first.kill('SIGKILL')
    await until('its server is gone', () => !isAlive(pid), STOPS_WITHIN_MS)
    expect(() => noteIn(dataDir), 'it did not stop in good order').toThrow('ENOENT')

    const next = startShop(dataDir, args, { PORT: new URL(url).port })
    await next.until('Console in a browser')
    expect(next.output()).not.toContain('runs already')
    expect(await next.kill('SIGINT'), next.output()).toEqual({ code: 0, signal: null })
  },
)

it.skipIf(process.platform === 'win32').each([
  ['npm', ['npm', 'start']],
  ['tsx', [process.execPath, 'node_modules/tsx/dist/cli.mjs', 'desktop/tools/start/main.ts']],
])('%s killed hard above the rest: the server ends in good order all the same (not on Windows)', async (_, command) => {
  const dataDir = tempDir()
  const env = { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '', LOG_LEVEL: 'warn', PORT: '0', DATA_DIR: dataDir }
  const outer = startProcess(command, { env: { ...env, NODE_ENV: '' } })
  await outer.until('Console in a browser')
  const { pid } = noteIn(dataDir)
  onTestFinished(() => void (isAlive(pid) && process.kill(pid, 'SIGKILL')))
  process.kill(outer.pid, 'SIGKILL')
  await until('its server is gone', () => !isAlive(pid), STOPS_WITHIN_MS)
  expect(() => noteIn(dataDir), 'it did not stop in good order').toThrow('ENOENT')
})

it('a second npm start says whose server it is and joins it; with --restart it ends it and begins anew', async () => {
  const dataDir = tempDir()
  const alone = runChild('server/main.ts', [], { PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'warn' })
  const url = /listens on (\S+)/.exec(await alone.until(/listens on \S+/))?.[1] ?? ''
  // On another port and on the same one, which is what two starts without settings are.
  for (const PORT of ['0', new URL(url).port]) {
    const second = startShop(dataDir, [], { PORT })
    expect(await second.exited, second.output()).toEqual({ code: 0, signal: null })
    expect(second.output()).toMatch(`process ${alone.pid} at ${url}, since`)
    expect(second.output()).toMatch(/started by itself; this one joins it\. .*npm start -- --restart/)
    expect(second.output()).toContain(`Console in a browser: ${url}/`)
  }
  expect((await fetch(`${url}/readyz`)).status, 'the joined server goes on').toBe(200)

  const anew = startShop(dataDir, ['--restart'], { PORT: new URL(url).port })
  await anew.until('Console in a browser')
  expect(await alone.exited).toEqual({ code: 0, signal: null })
  expect(noteIn(dataDir)).toMatchObject({ url, attached: true })
  const third = startShop(dataDir)
  expect((await third.exited).code, third.output()).toBe(0)
  expect(third.output()).toContain('started by another npm start; this one joins it')
  expect(await anew.kill('SIGINT'), anew.output()).toEqual({ code: 0, signal: null })
})

it('npm run dev joins no server that is not made of its sources, and ends it when asked', async () => {
  const dataDir = tempDir()
  const alone = runChild('server/main.ts', [], { PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'warn' })
  await alone.until(/listens on \S+/)
  const refused = startShop(dataDir, ['--dev'])
  expect((await refused.exited).code, refused.output()).toBe(1)
  expect(refused.output()).toContain('npm run dev -- --restart')
  const dev = startShop(dataDir, ['--dev', '--restart'])
  await dev.until('Console in a browser')
  expect(await alone.exited).toEqual({ code: 0, signal: null })
  expect(await dev.kill('SIGINT'), dev.output()).toEqual({ code: 0, signal: null })
})

it('a note of a server that was killed stands in nobody’s way', async () => {
  const dataDir = tempDir()
  const killed = runChild('server/main.ts', [], { PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'warn' })
  await killed.until(/listens on \S+/)
  await killed.kill('SIGKILL')
  expect(noteIn(dataDir).pid).toBe(killed.pid)
  const start = startShop(dataDir)
  await start.until('Console in a browser')
  expect(start.output()).not.toContain('runs already')
  expect(await start.kill('SIGINT'), start.output()).toEqual({ code: 0, signal: null })
})

it('npm start -- --restart ends no process that a note names and the server at its address does not', async () => {
  const dataDir = tempDir()
  const alone = runChild('server/main.ts', [], { PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'warn' })
  await alone.until(/listens on \S+/)
  const innocent = startProcess([process.execPath, '-e', 'setInterval(() => {}, 1000)'])
  const note = noteIn(dataDir)
  const stale = [
    { ...note, pid: innocent.pid, instance: 'an earlier start' },
    { ...note, pid: innocent.pid, instance: undefined },
  ]
  for (const [index, each] of stale.entries()) {
    writeFileSync(join(dataDir, RUNNING_FILE), JSON.stringify(each))
    const args = index === 0 ? ['--restart'] : ['--dev', '--restart']
    const refused = startShop(dataDir, args)
    expect((await refused.exited).code, refused.output()).toBe(1)
    expect(refused.output()).toContain(`Process ${innocent.pid} is not ended: nothing at ${note.url} says`)
  }
  expect(isAlive(innocent.pid)).toBe(true)
  expect((await fetch(`${note.url}/readyz`)).status).toBe(200)
})
