import type { KeyObject } from 'node:crypto'
import { readOwnKey, readTheirKey, requirePublicUrl } from '../read-keys.ts'
import { readCertificate } from '../rsa-keys.ts'
import type { SettingReader } from '../setting-reader.ts'
import { address, optional, type VariableName } from '../variables.ts'
import type { WechatpayCallbackSettings } from './verify.ts'

export const variables = {
  WECHATPAY_MCHID: optional('WeChat Pay: number of the merchant'),
  WECHATPAY_APPID: optional(
    'WeChat Pay: id of the app or official account that customers pay in; several, comma-separated: payments start in the first one',
  ),
  WECHATPAY_SERIAL: optional('WeChat Pay: serial number of the merchant’s own API certificate'),
  WECHATPAY_PRIVATE_KEY_FILE: optional('WeChat Pay: PEM file of the merchant’s private key (apiclient_key.pem)'),
  WECHATPAY_APIV3_KEY: optional('WeChat Pay: the APIv3 key, 32 characters'),
  WECHATPAY_APIV3_KEY_FILE: optional('WeChat Pay: file that holds the APIv3 key, instead of the variable'),
  WECHATPAY_PLATFORM_CERT_FILES: optional('WeChat Pay: PEM files of the platform’s certificates; comma-separated'),
  WECHATPAY_PUBLIC_KEY_FILE: optional('WeChat Pay: PEM file of WeChat Pay’s public key (public-key mode)'),
  WECHATPAY_PUBLIC_KEY_ID: optional('WeChat Pay: id of that public key, PUB_KEY_ID_…'),
  WECHATPAY_API_URL: address('https://api.mch.weixin.qq.com', 'WeChat Pay: address of its API'),
}
type Reader = SettingReader<VariableName<typeof variables>>

export interface WechatpaySettings extends WechatpayCallbackSettings {
  /** Of the merchant's own certificate. */
  serial: string
  privateKey: KeyObject
  apiUrl: string
}

/** Reads and checks the settings; `undefined` with faults noted in `reader`, or when the provider is off. */
export function readSettings(reader: Reader): WechatpaySettings | undefined {
  const mchid = reader.need('WECHATPAY_MCHID', /^\d{6,32}$/, 'must be the merchant’s number, in digits')
  const appids = readAppids(reader)
  const serial = reader.need('WECHATPAY_SERIAL', /^[0-9A-Fa-f]{8,64}$/, 'must be a serial number in hexadecimal')
  const secret = reader.secret('WECHATPAY_APIV3_KEY', 'WECHATPAY_APIV3_KEY_FILE')
  const apiV3Key = secret === undefined ? undefined : Buffer.from(secret)
  if (apiV3Key !== undefined && apiV3Key.length !== 32) reader.fault('WECHATPAY_APIV3_KEY', 'must be 32 characters')
  const privateKey = readOwnKey(reader, 'WECHATPAY_PRIVATE_KEY_FILE')
  const keys = readWechatpayKeys(reader, serial, privateKey)
  const api = reader.url('WECHATPAY_API_URL')
  requirePublicUrl(reader, api)
  if (!mchid || !appids || !serial || !apiV3Key || !privateKey || !api) return undefined
  return { mchid, appids, serial: serial.toUpperCase(), apiV3Key, privateKey, keys, apiUrl: api.href }
}

function readAppids(reader: Reader): [string, ...string[]] | undefined {
  const list = reader.need(
    'WECHATPAY_APPID',
    /^\w{4,64}([\s,]+\w{4,64})*$/,
    'must be an id such as wx8888888888888888, or several, comma-separated',
  )
  const [first, ...more] = list?.split(/[\s,]+/) ?? []
  return first === undefined ? undefined : [first, ...more]
}

function readWechatpayKeys(
  reader: Reader,
  ownSerial: string | undefined,
  privateKey: KeyObject | undefined,
): Map<string, KeyObject> {
  const keys = new Map<string, KeyObject>()
  const files = (reader.text('WECHATPAY_PLATFORM_CERT_FILES') ?? '').split(',').map((path) => path.trim())
  for (const path of files.filter((path) => path !== '')) {
    const text = reader.file('WECHATPAY_PLATFORM_CERT_FILES', path)
    if (text === undefined) continue
    const certificate = readCertificate(text)
    if (certificate === undefined) reader.fault('WECHATPAY_PLATFORM_CERT_FILES', 'must be RSA certificates in PEM')
    else if (certificate.serial === ownSerial?.toUpperCase())
      reader.fault('WECHATPAY_PLATFORM_CERT_FILES', 'holds the merchant’s own certificate; the platform’s is wanted')
    else keys.set(certificate.serial, certificate.key)
  }
  const [file, id] = [reader.text('WECHATPAY_PUBLIC_KEY_FILE'), reader.text('WECHATPAY_PUBLIC_KEY_ID')]
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
