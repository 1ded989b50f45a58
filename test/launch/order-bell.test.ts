import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ORDER_STATUS } from '../../shared/order.ts'
import { until } from '../support/until.ts'
import { missingParts } from './rig/desktop-session.ts'
import { appArgs, RUNTIME, RUNTIME_NAME } from './rig/launch-app.ts'
import { pairByHand } from './rig/pair-by-hand.ts'
import { announcedWell, orderBecomes, startRig, TITLE } from './rig/start-rig.ts'

const missing = missingParts()
const why = missing.length === 0 ? '' : `, needs ${missing.join(', ')}`

/** A sentence of several words; a file without sound is some dozen bytes long. */
const SPOKEN_BYTES = 20_000

function spokenFiles(folder: string): string[] {
  return readdirSync(folder).filter((name) => statSync(join(folder, name)).size > SPOKEN_BYTES)
}

describe.skipIf(missing.length > 0)(`the app on a desktop [${RUNTIME_NAME}${why}]`, () => {
  it('starts hidden, pairs, rings in four ways, and the click on the notification leads to the answer', async () => {
    const { desktop, server, start, sounds } = await startRig()
    const { screens, alert } = await start()
    await until('the tray says that nothing can arrive', () => desktop.tray.tooltip().includes('未绑定门店'))
    await until('no window is shown', () => desktop.windows(TITLE).length === 0)
    desktop.screenshot('1-unpaired-in-the-tray')

    await desktop.tray.click('打开来单')
    await until('the main window has the keyboard', () => desktop.windows(TITLE).includes(desktop.focused()))
    await screens.getByRole('button', { name: '配对' }).waitFor()
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
    await announcedWell(server)
    expect(desktop.tray.tooltip(), 'the chime failed').not.toContain('没有成功')

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
    await orderBecomes(server, order.id, ORDER_STATUS.confirmed)
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
    await desktop.tray.click('设置')
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
    await until('it stays unanswered', () => desktop.tray.tooltip().includes('1 个提醒待处理'))
    await desktop.tray.click('打开来单')
    await until('the main window is back', () => desktop.windows(TITLE).length === 1)
  })

  it('a voice of this machine can be chosen; what was chosen right before the end is there at the next start', async () => {
    const { desktop, server, start, userData } = await startRig()
    const { screens, quit } = await start()
    await pairByHand(screens, server)
    await desktop.tray.click('设置')
    await screens.getByRole('combobox').selectOption('cmn-latn-pinyin')
    await screens.getByRole('button', { name: '试听：新订单' }).click()
    await screens.getByText('播放完成。').waitFor()
    await screens.getByRole('button', { name: '深色' }).click()
    await screens.getByRole('button', { name: '深色', pressed: true }).waitFor()
    await quit()
    expect(JSON.parse(readFileSync(join(userData, 'host.json'), 'utf8'))).toMatchObject({ theme: 'dark' })
    const again = await start()
    await desktop.tray.click('设置')
    const choice = again.screens.getByRole('combobox')
    await until('the voice is the chosen one', async () => (await choice.inputValue()) === 'cmn-latn-pinyin')
    await again.screens.getByRole('button', { name: '深色', pressed: true }).waitFor()
  })

  it('the click on a notification opens its order, though others wait longer and were put away', async () => {
    const { desktop, server, start } = await startRig()
    const { screens, alert } = await start()
    await pairByHand(screens, server)
    for (const number of ['LAUNCH-0151', 'LAUNCH-0152']) await server.api.placePaid({ number })
    await alert.getByText('第 1 单，共 2 单').waitFor()
    await desktop.bubbleShown()
    for (const left of [1, 0]) {
      await alert.getByRole('button', { name: '稍后' }).click()
      await alert.locator('.chip').nth(0).waitFor({ state: 'detached' })
      await until('later puts one away', async () => (await alert.getByRole('alertdialog').count()) === left)
    }
    await until('later puts both away', () => desktop.windows(TITLE).length === 0)
    await desktop.clickBubble()
    await alert.getByText('第 2 单，共 2 单').waitFor()
    await alert.getByText('LAUNCH-0152').first().waitFor()
    await until('the window is back', () => desktop.windows(TITLE).length === 1)
  })

  it.each(['shutdown', 'session-end'])(
    'ends with the system (%s), its windows and answers in good order',
    async (how) => {
      const { desktop, server, start } = await startRig()
      const first = await start()
      await pairByHand(first.screens, server)
      await server.api.placePaid({ number: 'LAUNCH-0161' })
      await first.alert.getByText('LAUNCH-0161').first().waitFor()
      await until('the alert window is there', () => desktop.windows(TITLE).length === 1)
      // Windows and Linux tell it by these events, which nothing but a system that ends can bring about.
      await first.app.evaluate(({ powerMonitor, BrowserWindow }, event) => {
        setImmediate(() => {
          if (event === 'shutdown') powerMonitor.emit(event, { preventDefault() {} })
          else for (const window of BrowserWindow.getAllWindows()) window.emit(event)
        })
      }, how)
      expect(await first.ended()).toBe(0)
      expect(desktop.windows(TITLE)).toEqual([])
      await start()
      await until('what was not answered is in front again', () => desktop.windows(TITLE).length === 1)
    },
  )

  it('gives its pages two functions and nothing else', async () => {
    const { desktop, start } = await startRig()
    const { screens } = await start()
    await until('it is in the tray', () => desktop.tray.tooltip().includes('未绑定门店'))
    const inPage = (script: string) => screens.evaluate(script)
    expect(await inPage('[typeof require, typeof process, typeof module]')).toEqual(Array(3).fill('undefined'))
    expect(await inPage('Object.keys(laidan)')).toEqual(['call', 'onPush'])
    expect(await inPage('Object.isFrozen(laidan)')).toBe(true)
    await expect(inPage(`laidan.call('view').then((view) => view.host.kind)`)).resolves.toBe('electron')
    expect(await inPage(`laidan.call('view').then((view) => view.host.update.off)`)).toMatch(/^(not_installed|no_key)$/)
    await expect(inPage(`laidan.call('quit')`)).rejects.toThrow('There is no such call.')
    await expect(inPage(`laidan.call('mute', 'for ever')`)).rejects.toThrow('The arguments of mute do not parse.')
    await expect(inPage(`fetch('http://127.0.0.1/')`), 'the policy lets it out').rejects.toThrow()
    await expect(inPage(`fetch('../main.js').then((reply) => reply.status)`)).rejects.toThrow()
  })

  it('is one app: a second start shows the first one’s window, and ends', async () => {
    const { desktop, session, start, userData } = await startRig()
    await start()
    await until('it is in the tray', () => desktop.tray.tooltip().includes('未绑定门店'))
    await until('no window is shown', () => desktop.windows(TITLE).length === 0)
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
    await until('the tray says offline', () => desktop.tray.tooltip().includes('收不到新订单'))
    expect(desktop.tray.icon(), 'offline looks like connected').not.toBe(connected)
    desktop.screenshot('6-offline')
    const back = await server.restart({ env: { PORT: new URL(server.url).port } })
    await back.api.placePaid({ number: 'LAUNCH-0143' })
    await until('the missed order is counted', () => desktop.tray.tooltip().includes('1 个提醒待处理'))
    await until('the tray says connected again', () => desktop.tray.tooltip().includes('已连接'))
  })

  it('quit and started again, an unanswered order is in front at once, and can be answered from the tray', async () => {
    const { desktop, server, start } = await startRig()
    const first = await start()
    await pairByHand(first.screens, server)
    await until('the tray says connected', () => desktop.tray.tooltip().includes('已连接'))
    const order = await server.api.placePaid({ number: 'LAUNCH-0144' })
    // So that it is not announced again: what brings it to the front is that nobody has answered.
    await announcedWell(server)
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
    await desktop.tray.click('处理最早的提醒')
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
