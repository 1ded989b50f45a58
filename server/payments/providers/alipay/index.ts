import type { ProviderModule } from '../port.ts'
import { createAlipayClient } from './client.ts'
import { type AlipaySettings, readSettings, variables } from './settings.ts'
import { createAlipayVerifier } from './verify.ts'

/** Alipay: a page on a computer (`form`) or on a phone (`wap`). */
export const alipay = {
  name: 'alipay',
  aliases: [],
  methods: ['form', 'wap'],
  variables,
  alwaysOn: false,
  readSettings,
  async open(settings, deps) {
    const { AlipaySdk } = await import('alipay-sdk')
    return { verifier: createAlipayVerifier(settings), client: createAlipayClient(AlipaySdk, settings, deps) }
  },
} satisfies ProviderModule<AlipaySettings>
