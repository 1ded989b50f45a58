import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ORDER_STATUS } from '../../shared/order.ts'
import { tempDir } from '../support/temp-dir.ts'
import { startTestServer } from '../support/test-server.ts'
import { until } from '../support/until.ts'
import { root } from '../tooling/source-files.ts'
import { missingParts, startDesktop } from './rig/desktop-session.ts'
import { launchApp, RUNTIME_NAME } from './rig/launch-app.ts'
import { pairByHand } from './rig/pair-by-hand.ts'
import { PACKAGED } from './rig/tested-app.ts'

const linux = process.platform === 'linux'
const missing = linux ? missingParts() : []
const why = missing.length === 0 ? '' : `, needs ${missing.join(', ')}`

/** A desktop to start the app on: one of its own on Linux, elsewhere the one that is there. */
async function startHost() {
  const userData = tempDir()
  let env = Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value ? [[name, value]] : [])))
  if (linux) {
    const session = await startDesktop(tempDir())
    onTestFinished(session.stop)
    env = session.env
  }
  const start = () => launchApp(env, userData, ['--hidden', ...(linux ? [`--render=${tempDir()}`] : [])])
  return { env, userData, start }
}

// What any system can show, through the app's own pages; order-bell.test.ts looks at the desktop as well.
describe.skipIf(missing.length > 0)(`the app on any system [${process.platform}, ${RUNTIME_NAME}${why}]`, () => {
  it('pairs, rings, and hands the answer to the server', async () => {
    const { start } = await startHost()
    const server = await startTestServer()
    const { app, screens, alert } = await start()
    await pairByHand(screens, server)
    const order = await server.api.placePaid({ number: 'INSTALLED-0007' })
    await alert.getByText('INSTALLED-0007').first().waitFor()
    const windows = () =>
      app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().filter((w) => w.isVisible()))
    await until('the alert window shows', async () => (await windows()).length > 0)
    await until('the server knows that the window was shown', async () => {
      const rows = await server.running.ctx.db.read.all<{ outcome: string }>('SELECT outcome FROM receipts')
      return rows.some(({ outcome }) => (JSON.parse(outcome) as { dialog?: string }).dialog === 'ok')
    })
    await alert.getByRole('button', { name: '接单' }).click()
    await until('the server has the answer', async () => {
      const { body } = await server.api.call('GET', `/v1/orders/${order.id}`, { as: server.api.orderingKey })
      return (body as { status: number }).status === ORDER_STATUS.confirmed
    })
  })

  if (PACKAGED === undefined) return

  it('is the app that the package says it is', async () => {
    const { start } = await startHost()
    const { app } = await start()
    const said = await app.evaluate((electron) => ({
      packaged: electron.app.isPackaged,
      name: electron.app.getName(),
      version: electron.app.getVersion(),
    }))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    expect(said).toEqual({ packaged: true, name: 'Laidan', version })
  })

  if (!linux) return

  it('starts at login from its first start on, until a human says otherwise', async () => {
    const { env, userData, start } = await startHost()
    const entry = join(env['XDG_CONFIG_HOME'] ?? '', 'autostart/laidan.desktop')
    const setting = `laidan.call('view').then(({ host }) => host.startAtLogin)`
    const first = await start()
    await until('the entry is there', () => existsSync(entry))
    const text = readFileSync(entry, 'utf8')
    expect(text).toContain(`Exec="${PACKAGED}" "--hidden"\n`)
    const tried = /^TryExec=(.+)$/m.exec(text)?.[1] ?? ''
    expect(() => accessSync(tried, constants.X_OK)).not.toThrow()
    await until('the settings say so', () => first.screens.evaluate(setting))
    await first.screens.evaluate(`laidan.call('changeHost', { startAtLogin: false })`)
    expect(existsSync(entry)).toBe(false)
    await until('it is remembered', () =>
      /"startAtLogin": false/.test(readFileSync(join(userData, 'host.json'), 'utf8')),
    )
    await first.quit()
    const second = await start()
    expect(await second.screens.evaluate(setting)).toBe(false)
    await second.quit()
    expect(existsSync(entry), 'it came back by itself').toBe(false)
  })
})
