import type { Page } from 'playwright-core'
import type { PairingCodeGrant } from '../../../shared/api/devices.ts'
import type { Locale } from '../../../shared/locales.ts'
import type { TestServer } from '../../support/test-server.ts'

const LABELS = {
  'zh-CN': { language: '中文', code: '配对码或链接', server: '服务器地址', pair: '配对', skip: '以后再说' },
  en: { language: 'English', code: 'Pairing code or link', server: 'Server address', pair: 'Pair', skip: 'Not now' },
}

/** As a human does it: the code from the operator, typed into the first screen; the first sound check put off. */
export async function pairByHand(screens: Page, server: TestServer, locale: Locale = 'zh-CN'): Promise<void> {
  const labels = LABELS[locale]
  const path = `/v1/stores/${server.storeId}/pairing-codes`
  const { body } = await server.api.call('POST', path, { as: server.api.operatorKey })
  await screens.getByRole('button', { name: labels.language }).click()
  await screens.getByLabel(labels.code).fill((body as PairingCodeGrant).code)
  await screens.getByLabel(labels.server).fill(server.url)
  await screens.getByRole('button', { name: labels.pair, exact: true }).click()
  await screens.getByRole('button', { name: labels.skip }).click()
}
