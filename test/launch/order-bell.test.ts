import { spawn } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { buildElectron } from '../../desktop/start/build.ts'
import { ORDER_STATUS } from '../../shared/order.ts'
import { tempDir } from '../support/temp-dir.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { createDesktopDriver } from './rig/desktop-driver.ts'
import { missingParts, startDesktop } from './rig/desktop-session.ts'
import { appArgs, launchApp, RUNTIME, RUNTIME_NAME } from './rig/launch-app.ts'
import { until } from './rig/until.ts'

const missing = missingParts()
const why = missing.length === 0 ? '' : `, needs ${missing.join(', ')}`

/** A sentence of several words; a file without sound is some dozen bytes long. */
const SPOKEN_BYTES = 20_000
const TITLE = '来单 Laidan'

async function startRig() {
  const session = await startDesktop(tempDir())
  onTestFinished(session.stop)
  const server = await startTestServer()
  const folders = { userData: tempDir(), sounds: tempDir() }
  const desktop = createDesktopDriver(session.env)
  const start = () => launchApp(session.env, folders.userData, ['--hidden', `--render=${folders.sounds}`])
  return { session, server, desktop, start, ...folders }
}

/** As a human does it: the code from the operator, typed into the first screen; the first sound check put off. */
async function pairByHand(screens: Page, server: TestServer): Promise<void> {
  const path = `/v1/stores/${server.storeId}/pairing-codes`
  const { body } = await server.api.call('POST', path, { as: server.api.operatorKey })
  await screens.getByLabel('配对码或链接').fill((body as { code: string }).code)
  await screens.getByLabel('服务器地址').fill(server.url)
  await screens.getByRole('button', { name: '配对' }).click()
  await screens.getByRole('button', { name: '以后再说' }).click()
}

/** Whether a device has reported an announcement in which nothing failed. */
async function announcedWell(server: TestServer): Promise<boolean> {
  const rows = await server.running.ctx.db.read.all<{ outcome: string }>('SELECT outcome FROM receipts')
  return rows.some(({ outcome }) => Object.values(JSON.parse(outcome)).every((word) => word === 'ok'))
}

function spokenFiles(folder: string): string[] {
  return readdirSync(folder).filter((name) => statSync(join(folder, name)).size > SPOKEN_BYTES)
}

describe.skipIf(missing.length > 0)(`the app on a desktop [${RUNTIME_NAME}${why}]`, () => {
  beforeAll(() => buildElectron())

  it('starts hidden, pairs, rings in four ways, and the click on the notification leads to the answer', async () => {
    const { desktop, server, start, sounds } = await startRig()
    const { screens, alert } = await start()
    await until('the tray says that nothing can arrive', () => desktop.tray.tooltip().includes('未绑定门店'))
    expect(desktop.windows(TITLE)).toEqual([])
    desktop.screenshot('1-unpaired-in-the-tray')

    desktop.tray.click('打开来单')
    await until('the main window is there', () => desktop.windows(TITLE).length === 1)
    desktop.screenshot('2-pairing')
    await pairByHand(screens, server)
    await until('the tray says connected', () => desktop.tray.tooltip().includes('已连接'))
    const before = desktop.focused()

    const order = await server.api.placePaid({ remark: '不要香菜 <b>', number: 'LAUNCH-0142' })
    await until('the alert window is there', () => desktop.windows(TITLE).length === 2)
    await alert.getByText('LAUNCH-0142').first().waitFor()
    await desktop.bubbleShown()
    await until('the tray counts it', () => desktop.tray.tooltip().includes('1 个提醒待处理'))
    expect(desktop.focused(), 'the alert took the keyboard').toBe(before)
    const [window] = desktop.windows(TITLE).filter((id) => id !== before)
    await until('it stands above all others', () => /ABOVE/.test(desktop.stateOf(window ?? 0)))
    await until('it was spoken', () => spokenFiles(sounds).length > 0)
    desktop.screenshot('3-order-rings')
    await until('the server knows that it was announced, each way', () => announcedWell(server))
    expect(desktop.tray.tooltip(), 'the chime failed').not.toContain('故障')

    await desktop.openTrayMenu()
    desktop.screenshot('9-tray-menu')
    desktop.closeTrayMenu()

    await alert.getByRole('button', { name: '稍后' }).click()
    await until('later puts it away', () => desktop.windows(TITLE).length === 1)
    expect(desktop.tray.tooltip(), 'later is no answer').toContain('1 个提醒待处理')
    await desktop.clickBubble()
    await until('the click brings it back with the keyboard', () => desktop.focused() === window)
    await alert.getByText('LAUNCH-0142').first().waitFor()
    desktop.screenshot('4-after-the-click')
    await alert.getByRole('button', { name: '接单' }).click()
    await until('the server has the answer', async () => {
      const { body } = await server.api.call('GET', `/v1/orders/${order.id}`, { as: server.api.orderingKey })
      return (body as { status: number }).status === ORDER_STATUS.confirmed
    })
    await until('everything falls silent', () => desktop.windows(TITLE).length === 1)
    await desktop.bubbleGone()
    await until('the tray counts nothing', () => !desktop.tray.tooltip().includes('待处理'))
    await screens.getByText('没有待处理的订单').waitFor()
    desktop.screenshot('5-accepted')
  })

  it('closing its windows answers nothing and ends nothing', async () => {
    const { desktop, server, start } = await startRig()
    const { app, screens } = await start()
    await pairByHand(screens, server)
    desktop.tray.click('设置')
    await until('the main window is there', () => desktop.windows(TITLE).length === 1)
    await screens.getByRole('heading', { name: '设置' }).first().waitFor()
    desktop.screenshot('8-settings')
    await server.api.placePaid()
    await until('the alert window is there', () => desktop.windows(TITLE).length === 2)
    await app.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.close()
    })
    await until('both are away', () => desktop.windows(TITLE).length === 0)
    expect(screens.isClosed(), 'it was closed, not put away').toBe(false)
    expect(desktop.tray.tooltip()).toContain('1 个提醒待处理')
    desktop.tray.click('打开来单')
    await until('the main window is back', () => desktop.windows(TITLE).length === 1)
  })

  it('gives its pages two functions and nothing else', async () => {
    const { desktop, start } = await startRig()
    const { screens } = await start()
    await until('it is in the tray', () => desktop.tray.tooltip().includes('未绑定门店'))
    const inPage = (script: string) => screens.evaluate(script)
    expect(await inPage('[typeof require, typeof process, typeof module]')).toEqual(Array(3).fill('undefined'))
    expect(await inPage('Object.keys(laidan)')).toEqual(['call', 'onPush'])
    expect(await inPage('Object.isFrozen(laidan)')).toBe(true)
    await expect(inPage(`laidan.call('view').then((view) => view.host.kind)`)).resolves.toBe('electron')
    await expect(inPage(`laidan.call('quit')`)).rejects.toThrow('There is no such call.')
    await expect(inPage(`laidan.call('mute', 'for ever')`)).rejects.toThrow('The arguments of mute do not parse.')
    await expect(inPage(`fetch('http://127.0.0.1/')`), 'the policy lets it out').rejects.toThrow()
    await expect(inPage(`fetch('../main.js').then((reply) => reply.status)`)).rejects.toThrow()
  })

  it('is one app: a second start shows the first one’s window, and ends', async () => {
    const { desktop, session, start, userData } = await startRig()
    await start()
    await until('it is in the tray', () => desktop.tray.tooltip().includes('未绑定门店'))
    expect(desktop.windows(TITLE)).toEqual([])
    const second = spawn(RUNTIME, [...appArgs(userData), '--no-sandbox'], { env: session.env, stdio: 'ignore' })
    const code = await new Promise((resolve) => second.once('exit', resolve))
    expect(code).toBe(0)
    await until('the first one’s window is there', () => desktop.windows(TITLE).length === 1)
  })

  it('is loud about being offline, and comes back by itself with what was missed', async () => {
    const { desktop, server, start } = await startRig()
    const { screens } = await start()
    await pairByHand(screens, server)
    await until('the tray says connected', () => desktop.tray.tooltip().includes('已连接'))
    const connected = desktop.tray.icon()
    await server.stop()
    await until('the tray says offline', () => desktop.tray.tooltip().includes('已断线'))
    expect(desktop.tray.icon(), 'offline looks like connected').not.toBe(connected)
    desktop.screenshot('6-offline')
    const back = await server.restart({ env: { PORT: new URL(server.url).port } })
    await back.api.placePaid({ number: 'LAUNCH-0143' })
    await until('the missed order is counted', () => desktop.tray.tooltip().includes('1 个提醒待处理'))
    expect(desktop.tray.tooltip()).toContain('已连接')
  })

  it('quit and started again, an unanswered order is in front at once, and can be answered from the tray', async () => {
    const { desktop, server, start } = await startRig()
    const first = await start()
    await pairByHand(first.screens, server)
    await until('the tray says connected', () => desktop.tray.tooltip().includes('已连接'))
    const order = await server.api.placePaid({ number: 'LAUNCH-0144' })
    // So that it is not announced again: what brings it to the front is that nobody has answered.
    await until('it was announced to its end', () => announcedWell(server))
    await first.quit()
    const second = await start()
    const seen = () =>
      second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((w) => w.isVisible()))
    await until('the app shows the alert by itself', seen)
    const n = await second.screens.evaluate(`laidan.call('view').then(({ board }) => board[0].reminder.n)`)
    expect(n, 'only the next repetition brought it back').toBe(1)
    await until('the alert window is there', () => desktop.windows(TITLE).length === 1)
    await until('the tray counts it', () => desktop.tray.tooltip().includes('1 个提醒待处理'))
    await second.alert.getByRole('button', { name: '稍后' }).click()
    await until('later puts it away', () => desktop.windows(TITLE).length === 0)
    desktop.tray.click('处理最早的提醒')
    await second.alert.getByText('LAUNCH-0144').first().waitFor()
    desktop.screenshot('7-answer-from-the-tray')
    await until('Enter accepts it', async () => {
      // The first moment after a ticket comes does not count.
      await second.alert.keyboard.press('Enter')
      const { body } = await server.api.call('GET', `/v1/orders/${order.id}`, { as: server.api.orderingKey })
      return (body as { status: number }).status === ORDER_STATUS.confirmed
    })
  })
})
