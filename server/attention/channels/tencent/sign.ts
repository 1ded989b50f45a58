import { createHash, createHmac } from 'node:crypto'
import type { HttpRequest } from '../port.ts'

export interface TencentCall {
  service: string
  action: string
  version: string
  region: string
  /** JSON. */
  body: string
  secretId: string
  secretKey: string
  /** Milliseconds. */
  now: number
}

const TYPE = 'application/json; charset=utf-8'
const SIGNED = 'content-type;host'

/**
 * Signs a call by TC3-HMAC-SHA256 (cloud.tencent.com/document/api/1128/51563, "签名方法 v3"): a key of the day and the service signs the
 * hash of method, path, headers and the hash of the body.
 */
export function callTencent(call: TencentCall): HttpRequest {
  const { service, action, version, region, body, secretId, secretKey, now } = call
  const host = `${service}.tencentcloudapi.com`
  const seconds = String(Math.floor(now / 1_000))
  const day = new Date(now).toISOString().slice(0, 10)
  const canonical = ['POST', '/', '', `content-type:${TYPE}\nhost:${host}\n`, SIGNED, sha256(body)].join('\n')
  const scope = `${day}/${service}/tc3_request`
  const key = [day, service, 'tc3_request'].reduce<string | Buffer>((so, part) => hmac(so, part), `TC3${secretKey}`)
  const signature = hmac(key, ['TC3-HMAC-SHA256', seconds, scope, sha256(canonical)].join('\n')).toString('hex')
  return {
    url: `https://${host}/`,
    headers: {
      'Content-Type': TYPE,
      'X-TC-Action': action,
      'X-TC-Version': version,
      'X-TC-Timestamp': seconds,
      'X-TC-Region': region,
      Authorization: `TC3-HMAC-SHA256 Credential=${secretId}/${scope}, SignedHeaders=${SIGNED}, Signature=${signature}`,
    },
    body,
  }
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
