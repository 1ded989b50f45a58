import type { ProviderModule } from '../port.ts'
import { createWechatpayClient } from './client.ts'
import { readSettings, variables, type WechatpaySettings } from './settings.ts'
import { createWechatpayVerifier } from './verify.ts'

/** WeChat Pay: a code to scan (`native`), or inside WeChat (`jsapi`), for which `payer` is the customer's openid. */
export const wechatpay = {
  name: 'wechatpay',
  // The origin's address, which shops have told WeChat Pay.
  aliases: ['/notify/paySuccess'],
  methods: ['native', 'jsapi'],
  variables,
  alwaysOn: false,
  readSettings,
  async open(settings, deps) {
    const { Decorator } = await import('wechatpay-axios-plugin')
    return { verifier: createWechatpayVerifier(settings), client: createWechatpayClient(Decorator, settings, deps) }
  },
} satisfies ProviderModule<WechatpaySettings>
