import type { KeyObject } from 'node:crypto'
import type { ProviderVariables } from '../../provider-variables.ts'
import { readOwnKey, readTheirKey, requirePublicUrl } from '../read-keys.ts'
import { readCertificate } from '../rsa-keys.ts'
import type { SettingReader } from '../setting-reader.ts'
import type { WechatpayNotifySettings } from './verify.ts'

export interface WechatpaySettings extends WechatpayNotifySettings {
  /** Of the merchant's own certificate. */
  serial: string
  privateKey: KeyObject
  apiUrl: string
}

export function readWechatpay(reader: SettingReader, variables: ProviderVariables): WechatpaySettings | undefined {
  const mchid = reader.need('WECHATPAY_MCHID', /^\d{6,32}$/, 'must be the merchant’s number, in digits')
  const appid = reader.need('WECHATPAY_APPID', /^\w{4,64}$/, 'must be an id such as wx8888888888888888')
  const serial = reader.need('WECHATPAY_SERIAL', /^[0-9A-Fa-f]{8,64}$/, 'must be a serial number in hexadecimal')
  const secret = reader.secret('WECHATPAY_APIV3_KEY', 'WECHATPAY_APIV3_KEY_FILE')
  const apiV3Key = secret === undefined ? undefined : Buffer.from(secret)
  if (apiV3Key !== undefined && apiV3Key.length !== 32) reader.fault('WECHATPAY_APIV3_KEY', 'must be 32 characters')
  const privateKey = readOwnKey(reader, 'WECHATPAY_PRIVATE_KEY_FILE')
  const keys = readWechatpayKeys(reader, variables, serial, privateKey)
  const api = reader.url('WECHATPAY_API_URL')
  requirePublicUrl(reader, variables, api)
  if (!mchid || !appid || !serial || !apiV3Key || !privateKey || !api) return undefined
  return { mchid, appid, serial: serial.toUpperCase(), apiV3Key, privateKey, keys, apiUrl: api.href }
}

function readWechatpayKeys(
  reader: SettingReader,
  variables: ProviderVariables,
  ownSerial: string | undefined,
  privateKey: KeyObject | undefined,
): Map<string, KeyObject> {
  const keys = new Map<string, KeyObject>()
  const files = (variables.WECHATPAY_PLATFORM_CERT_FILES ?? '').split(',').map((path) => path.trim())
  for (const path of files.filter((path) => path !== '')) {
    const text = reader.file('WECHATPAY_PLATFORM_CERT_FILES', path)
    if (text === undefined) continue
    const certificate = readCertificate(text)
    if (certificate === undefined) reader.fault('WECHATPAY_PLATFORM_CERT_FILES', 'must be RSA certificates in PEM')
    else if (certificate.serial === ownSerial?.toUpperCase())
      reader.fault('WECHATPAY_PLATFORM_CERT_FILES', 'holds the merchant’s own certificate; the platform’s is wanted')
    else keys.set(certificate.serial, certificate.key)
  }
  const { WECHATPAY_PUBLIC_KEY_FILE: file, WECHATPAY_PUBLIC_KEY_ID: id } = variables
  if (file !== undefined || id !== undefined) {
    const keyId = reader.need(
      'WECHATPAY_PUBLIC_KEY_ID',
      /^PUB_KEY_ID_\w{8,64}$/,
      'must be the id of the public key, PUB_KEY_ID_…',
    )
    const key = readTheirKey(reader, 'WECHATPAY_PUBLIC_KEY_FILE', privateKey)
    if (keyId !== undefined && key !== undefined) keys.set(keyId, key)
  } else if (files.join('') === '') {
    reader.fault('WECHATPAY_PUBLIC_KEY_FILE', 'is missing, and so is WECHATPAY_PLATFORM_CERT_FILES; one is needed')
  }
  return keys
}
