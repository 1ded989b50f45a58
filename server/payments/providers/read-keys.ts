import type { KeyObject } from 'node:crypto'
import type { ProviderVariables } from '../provider-variables.ts'
import { isOwnHalf, readPrivateKey, readPublicKey } from './rsa-keys.ts'
import type { SettingReader } from './setting-reader.ts'

type FileVariable = 'WECHATPAY_PRIVATE_KEY_FILE' | 'ALIPAY_PRIVATE_KEY_FILE'

/** The private key that we sign with. */
export function readOwnKey(reader: SettingReader, name: FileVariable): KeyObject | undefined {
  if (reader.need(name, /./, 'must name the file of a private key') === undefined) return undefined
  const text = reader.file(name)
  if (text === undefined) return undefined
  return readPrivateKey(text) ?? reader.fault(name, 'must hold a private RSA key of at least 2048 bits')
}

/** A public key that the provider signs with: our own in its place is the commonest mistake. */
export function readTheirKey(
  reader: SettingReader,
  name: 'WECHATPAY_PUBLIC_KEY_FILE' | 'ALIPAY_PUBLIC_KEY_FILE',
  privateKey: KeyObject | undefined,
): KeyObject | undefined {
  if (reader.need(name, /./, 'must name the file of the provider’s public key') === undefined) return undefined
  const text = reader.file(name)
  if (text === undefined) return undefined
  const key = readPublicKey(text)
  if (key === undefined) return reader.fault(name, 'must hold a public RSA key of at least 2048 bits')
  if (privateKey === undefined || !isOwnHalf(key, privateKey)) return key
  return reader.fault(name, 'belongs to our own private key; the provider’s public key is wanted')
}

/** A provider that is told where to call back must be told an address it can reach; the local fake knows where we are. */
export function requirePublicUrl(
  reader: SettingReader,
  variables: ProviderVariables,
  api: { local: boolean } | undefined,
): void {
  if (variables.PUBLIC_URL !== undefined) reader.url('PUBLIC_URL')
  else if (api !== undefined && !api.local)
    reader.fault('PUBLIC_URL', 'is missing; the provider calls back to it, such as https://bell.example.com')
}
