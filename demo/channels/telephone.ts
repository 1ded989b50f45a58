import { FAKE_SECRETS, hmacHex, sha256Hex } from './check-signature.ts'
import type { ArrivedCall, ImitatedChannel, Reading } from './robots.ts'

const said = (body: object, status = 200) => ({ status, body: JSON.stringify(body) })
const refuses = (body: object, status = 200): Reading => ({ refuses: said(body, status) })

/** A text without markup that a template of Aliyun or Tencent would make of its two variables. */
const asTemplate = (store: string, what: string) => `【来单】${store}：${what}`

/**
 * Checks a call to Aliyun: its canonical form is made again, from what has arrived, and signed with Web Crypto
 * (alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature).
 */
export async function aliyunSigned({ host, query, headers, body }: ArrivedCall): Promise<boolean> {
  const { aliyunId, aliyunSecret } = FAKE_SECRETS
  const parts = /^ACS3-HMAC-SHA256 Credential=(.+),SignedHeaders=(.+),Signature=([0-9a-f]{64})$/.exec(
    headers['authorization'] ?? '',
  )
  if (parts === null || parts[1] !== aliyunId || headers['x-acs-content-sha256'] !== (await sha256Hex(body)))
    return false
  const [, , signedHeaders = '', signature] = parts
  const encode = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  const pairs = [...query]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
  const lines = signedHeaders.split(';').map((name) => `${name}:${name === 'host' ? host : (headers[name] ?? '')}\n`)
  const canonical = `POST\n/\n${pairs.join('&')}\n${lines.join('')}\n${signedHeaders}\n${headers['x-acs-content-sha256']}`
  return (await hmacHex(aliyunSecret, `ACS3-HMAC-SHA256\n${await sha256Hex(canonical)}`)) === signature
}

function aliyun(action: string, params: { callee: string; template: string }): ImitatedChannel {
  return {
    async reads(call) {
      const { query, headers } = call
      if (!(await aliyunSigned(call)))
        return refuses({ Code: 'SignatureDoesNotMatch', Message: 'Specified signature is not matched' }, 400)
      if (headers['x-acs-action'] !== action || headers['x-acs-version'] !== '2017-05-25')
        return refuses({ Code: 'InvalidAction.NotFound' }, 404)
      if (!/^1[3-9]\d{9}$/.test(query.get(params.callee) ?? '')) return refuses({ Code: 'isv.MOBILE_NUMBER_ILLEGAL' })
      const { store, what } = JSON.parse(query.get(params.template) ?? '{}') as { store: string; what: string }
      return { text: asTemplate(store, what), id: query.get('OutId') ?? '' }
    },
    took: JSON.stringify({ Code: 'OK', Message: 'OK', RequestId: 'imitated' }),
    tooMany: said({ Code: 'isv.BUSINESS_LIMIT_CONTROL', Message: '触发流控' }),
  }
}

/** Checks a call to Tencent Cloud in the same way (cloud.tencent.com, "签名方法 v3"). */
async function tencentSigned({ host, headers, body }: ArrivedCall, service: string): Promise<boolean> {
  const { tencentId, tencentKey } = FAKE_SECRETS
  const stamp = headers['x-tc-timestamp'] ?? ''
  const day = new Date(Number(stamp) * 1_000).toISOString().slice(0, 10)
  const canonical = `POST\n/\n\ncontent-type:${headers['content-type']}\nhost:${host}\n\ncontent-type;host\n${await sha256Hex(body)}`
  const scope = `${day}/${service}/tc3_request`
  let key: string | Uint8Array = `TC3${tencentKey}`
  for (const part of [day, service, 'tc3_request']) key = Uint8Array.from(Buffer.from(await hmacHex(key, part), 'hex'))
  const signature = await hmacHex(key, `TC3-HMAC-SHA256\n${stamp}\n${scope}\n${await sha256Hex(canonical)}`)
  const expected = `TC3-HMAC-SHA256 Credential=${tencentId}/${scope}, SignedHeaders=content-type;host, Signature=${signature}`
  return headers['authorization'] === expected
}

interface TencentBody {
  PhoneNumberSet?: string[]
  CalledNumber?: string
  TemplateParamSet: [string, string]
  SessionContext: string
}

function tencent(service: string, action: string, version: string): ImitatedChannel {
  const error = (Code: string) => ({ Response: { Error: { Code, Message: Code }, RequestId: 'imitated' } })
  return {
    async reads(call) {
      const { headers, body } = call
      if (!(await tencentSigned(call, service))) return refuses(error('AuthFailure.SignatureFailure'))
      if (headers['x-tc-action'] !== action || headers['x-tc-version'] !== version)
        return refuses(error('InvalidAction'))
      const { PhoneNumberSet, CalledNumber, TemplateParamSet, SessionContext } = JSON.parse(body) as TencentBody
      const callee = CalledNumber ?? PhoneNumberSet?.[0] ?? ''
      if (!/^\+\d{6,15}$/.test(callee)) return refuses(error('InvalidParameterValue.IncorrectPhoneNumber'))
      const [store, what] = TemplateParamSet
      return { text: asTemplate(store, what), id: SessionContext }
    },
    took: JSON.stringify({
      Response:
        service === 'sms'
          ? { SendStatusSet: [{ Code: 'Ok', Message: 'send success' }], RequestId: 'imitated' }
          : { SendStatus: { CallId: 'imitated', SessionContext: '' }, RequestId: 'imitated' },
    }),
    tooMany: said(error('RequestLimitExceeded')),
  }
}

/** The imitations of telephone services in China, by their hosts. */
export const CHINESE_TELEPHONES: Readonly<Record<string, ImitatedChannel>> = {
  'dysmsapi.aliyuncs.com': aliyun('SendSms', { callee: 'PhoneNumbers', template: 'TemplateParam' }),
  'dyvmsapi.aliyuncs.com': aliyun('SingleCallByTts', { callee: 'CalledNumber', template: 'TtsParam' }),
  'sms.tencentcloudapi.com': tencent('sms', 'SendSms', '2021-01-11'),
  'vms.tencentcloudapi.com': tencent('vms', 'SendTtsVoice', '2020-09-02'),
}
