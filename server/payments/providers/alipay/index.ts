import type { ProviderModule } from '../port.ts'
import { type AlipaySettings, readSettings, variables } from './settings.ts'

/** Alipay: a page on a computer (`form`) or on a phone (`wap`). */
export const alipay = {
  name: 'alipay',
  aliases: [],
  methods: ['form', 'wap'],
  variables,
  alwaysOn: false,
  readSettings,
  async open(settings, deps) {
    const [{ createAlipayVerifier }, { createAlipayClient }] = await Promise.all([
      import('./verify.ts'),
      import('./client.ts'),
    ])
    return {
      verifier: createAlipayVerifier(settings),
      client: createAlipayClient(settings, deps),
    }
  },
} satisfies ProviderModule<AlipaySettings>
