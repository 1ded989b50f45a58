import type { KeyObject } from 'node:crypto'
import { readOwnKey, readTheirKey, requirePublicUrl } from '../read-keys.ts'
import type { SettingReader } from '../setting-reader.ts'
import { address, optional, type VariableName } from '../variables.ts'
import type { AlipayCallbackSettings } from './verify.ts'

export const variables = {
  ALIPAY_APP_ID: optional('Alipay: id of the app'),
  ALIPAY_SELLER_ID: optional('Alipay: id of the seller’s account, 2088…'),
  ALIPAY_PRIVATE_KEY_FILE: optional('Alipay: file of the app’s private key, PEM or bare base64'),
  ALIPAY_PUBLIC_KEY_FILE: optional('Alipay: file of Alipay’s public key (not the app’s), PEM or bare base64'),
  ALIPAY_GATEWAY_URL: address('https://openapi.alipay.com/gateway.do', 'Alipay: address of its gateway'),
}

export interface AlipaySettings extends AlipayCallbackSettings {
  /** The app's own. */
  privateKey: KeyObject
  apiUrl: string
}

/** Reads and checks the settings; `undefined` with faults noted in `reader`, or when the provider is off. */
export function readSettings(reader: SettingReader<VariableName<typeof variables>>): AlipaySettings | undefined {
  const appId = reader.need('ALIPAY_APP_ID', /^\d{6,32}$/, 'must be the app’s id, in digits')
  const sellerId = reader.need('ALIPAY_SELLER_ID', /^2088\d{8,28}$/, 'must be the seller’s id, in digits, 2088…')
  const privateKey = readOwnKey(reader, 'ALIPAY_PRIVATE_KEY_FILE')
  const publicKey = readTheirKey(reader, 'ALIPAY_PUBLIC_KEY_FILE', privateKey)
  const api = reader.url('ALIPAY_GATEWAY_URL')
  requirePublicUrl(reader, api)
  if (!appId || !sellerId || !privateKey || !publicKey || !api) return undefined
  return { appId, sellerId, privateKey, publicKey, apiUrl: api.href }
}
