import type { KeyObject } from 'node:crypto'
import type { ProviderVariables } from '../../provider-variables.ts'
import { readOwnKey, readTheirKey, requirePublicUrl } from '../read-keys.ts'
import type { SettingReader } from '../setting-reader.ts'
import type { AlipayNotifySettings } from './verify.ts'

export interface AlipaySettings extends AlipayNotifySettings {
  /** The app's own. */
  privateKey: KeyObject
  apiUrl: string
}

export function readAlipay(reader: SettingReader, variables: ProviderVariables): AlipaySettings | undefined {
  const appId = reader.need('ALIPAY_APP_ID', /^\d{6,32}$/, 'must be the app’s id, in digits')
  const sellerId = reader.need('ALIPAY_SELLER_ID', /^2088\d{8,28}$/, 'must be the seller’s id, in digits, 2088…')
  const privateKey = readOwnKey(reader, 'ALIPAY_PRIVATE_KEY_FILE')
  const publicKey = readTheirKey(reader, 'ALIPAY_PUBLIC_KEY_FILE', privateKey)
  const api = reader.url('ALIPAY_GATEWAY_URL')
  requirePublicUrl(reader, variables, api)
  if (!appId || !sellerId || !privateKey || !publicKey || !api) return undefined
  return { appId, sellerId, privateKey, publicKey, apiUrl: api.href }
}
