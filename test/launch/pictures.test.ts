import { describe, it } from 'vitest'
import type { CreateOrder } from '../../shared/api/orders.ts'
import type { Locale } from '../../shared/locales.ts'
import { ORDER_STATUS } from '../../shared/order.ts'
import { until } from '../support/until.ts'
import { missingParts } from './rig/desktop-session.ts'
import { RUNTIME_NAME } from './rig/launch-app.ts'
import { pairByHand } from './rig/pair-by-hand.ts'
import { announcedWell, orderBecomes, startRig, TITLE } from './rig/start-rig.ts'

const missing = missingParts()
const why = missing.length === 0 ? '' : `, needs ${missing.join(', ')}`

/** What the pictures show: three orders, and the words by which the test finds its way. */
interface Scene {
  orders: Partial<CreateOrder>[]
  open: string
  accept: string
  connected: string
  urged: string
  noted: string
}

const SCENES: Record<Locale, Scene> = {
  'zh-CN': {
    orders: [
      {
        number: 'M-20261123-0042',
        items: [
          { name: '宫保鸡丁', quantity: 2, note: '一份不放花生' },
          { name: '麻婆豆腐', quantity: 1 },
          { name: '米饭', quantity: 3 },
        ],
        amountMinor: 10_450,
        remark: '孩子对花生过敏，请千万不要放花生，谢谢！',
        customer: { name: '王女士', phone: '138 0013 8000', address: '建国路 88 号 3 单元 1204' },
      },
      { number: 'M-20261123-0043', items: [{ name: '红烧牛肉面', quantity: 1 }], amountMinor: 3_850 },
      { number: 'M-20261123-0044', items: [{ name: '酸辣汤', quantity: 2 }], amountMinor: 2_400 },
    ],
    open: '打开来单',
    accept: '接单',
    connected: '已连接',
    urged: '第 1 次催单',
    noted: '知道了',
  },
  en: {
    orders: [
      {
        number: 'M-20261123-0042',
        items: [
          { name: 'Kung pao chicken', quantity: 2, note: 'one without peanuts' },
          { name: 'Mapo tofu', quantity: 1 },
          { name: 'Rice', quantity: 3 },
        ],
        amountMinor: 10_450,
        remark: 'Our child is allergic to peanuts. No peanuts at all, please!',
        customer: { name: 'Mrs Wang', phone: '138 0013 8000', address: '88 Jianguo Road, flat 1204' },
      },
      { number: 'M-20261123-0043', items: [{ name: 'Beef noodles', quantity: 1 }], amountMinor: 3_850 },
      { number: 'M-20261123-0044', items: [{ name: 'Hot and sour soup', quantity: 2 }], amountMinor: 2_400 },
    ],
    open: 'Open Laidan',
    accept: 'Accept',
    connected: 'connected',
    urged: 'Asked once',
    noted: 'Got it',
  },
}

describe.skipIf(missing.length > 0)(`pictures of the app in test-output/launch [${RUNTIME_NAME}${why}]`, () => {
  it.each(Object.keys(SCENES) as Locale[])(
    'in %s: the tray with count and menu, a new order, a list of three, an urge',
    async (locale) => {
      const { orders, open, accept, connected, urged, noted } = SCENES[locale]
      const { desktop, server, start } = await startRig()
      const { screens, alert } = await start()
      await pairByHand(screens, server, locale)
      await until('the tray says connected', () => desktop.tray.tooltip().includes(connected))
      const { api } = server
      const [first, ...more] = orders
      const placed = [await api.placePaid(first)]
      const window = await until('the alert window is there', () => desktop.windows(TITLE)[0])
      await alert.getByText('M-20261123-0042').first().waitFor()
      await desktop.bubbleShown()
      await announcedWell(server)
      await alert.locator('button:focus').filter({ hasText: accept }).waitFor()
      desktop.screenshot(`order.${locale}`)
      desktop.pictureOf(window, `alert-order.${locale}`)

      for (const order of more) placed.push(await api.placePaid(order))
      await alert.locator('.waiting-row').nth(2).waitFor()
      await until('the tray counts three', () => /(?:^|\D)3 /.test(desktop.tray.tooltip()))
      desktop.pictureOf(window, `alert-stack.${locale}`)
      await desktop.openTrayMenu()
      desktop.pictureOfTray(`tray-menu.${locale}`)
      desktop.closeTrayMenu()

      const last = placed.at(-1)
      for (const { id, number } of placed) {
        const named = id === last?.id ? { name: accept, exact: true } : { name: `${accept} ${number.slice(-4)}` }
        await alert.getByRole('button', named).click()
        await orderBecomes(server, id, ORDER_STATUS.confirmed)
      }
      await until('everything falls silent', () => desktop.windows(TITLE).length === 0)
      await api.call('POST', `/v1/orders/${placed[0]?.id}/urge`, { as: api.orderingKey })
      await alert.getByText(urged).waitFor()
      await until('the alert window is back', () => desktop.windows(TITLE).length === 1)
      await alert.locator('button:focus').filter({ hasText: noted }).waitFor()
      desktop.pictureOf(window, `alert-urge.${locale}`)

      await desktop.tray.click(open)
      await until('the main window is there', () => desktop.windows(TITLE).length === 2)
      await screens.locator('[data-column="accepted"] .card').nth(2).waitFor()
      desktop.screenshot(`board-and-urge.${locale}`)
    },
  )
})
