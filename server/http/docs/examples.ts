import { DEFAULT_LOCALE } from '../../../shared/locales.ts'
import { ALL_PROVIDERS } from '../../payments/all-providers.ts'
import type { ProviderModule } from '../../payments/providers/port.ts'

/** A provider at which payments are started from here. */
const PROVIDER = ALL_PROVIDERS.find(({ methods }: ProviderModule) => methods.length > 0)

/** Bodies as callers send them, by the name of the operation. Tests hold each against the schema of its call. */
export const EXAMPLES: Readonly<Record<string, unknown>> = {
  placeOrder: {
    storeId: 'st_0197c0ffee',
    number: 'A-0042',
    items: [
      { name: '宫保鸡丁', quantity: 2, unitAmountMinor: 1800, note: '不要香菜' },
      { name: '米饭', quantity: 2, unitAmountMinor: 125 },
    ],
    amountMinor: 3850,
    currency: 'CNY',
    remark: '花生过敏',
    customer: { name: '张女士', phone: '13912345678', address: '建国路 88 号' },
    fulfilment: 'delivery',
  },
  acceptOrder: { readyInMinutes: 25 },
  rejectOrder: { reason: '卖完了' },
  cancelOrder: { reason: '点错了' },
  strikePortionsOff: { lines: [{ line: 0, portions: 2 }] },
  startPayment: { provider: PROVIDER?.name, method: PROVIDER?.methods[0] },
  noteRefundByHand: { note: '现金' },
  applyPayment: { orderId: 17 },
  addWebhookEndpoint: { url: 'https://hooks.example.com/laidan', types: ['order.accepted', 'order.rejected'] },
  changeWebhookEndpoint: { state: 'on' },
  redeliverEvents: { since: 1767225600000 },
  pairDevice: { code: '1234-5678-9012', name: '前台', platform: 'web' },
  renameDevice: { name: '后厨' },
  openStore: { name: '川味小馆', locale: DEFAULT_LOCALE, timezone: 'Asia/Shanghai' },
  changeStore: { settings: { acceptWithinMinutes: 5, preparationMinutes: 20 } },
  changeIntake: { state: 'paused', forMinutes: 30 },
  addContact: { name: '王店长', mobile: '+8613912345678' },
  renderSpeech: { text: '外卖零零四二，两份宫保鸡丁', locale: DEFAULT_LOCALE, rate: 1 },
  makeKey: { role: 'ordering', name: '点餐系统' },
}
