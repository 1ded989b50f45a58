import { createHash, createHmac } from 'node:crypto'
import type { HttpRequest } from '../port.ts'

/** A call to an interface of the RPC kind: its parameters stand in the query. */
export interface AliyunCall {
  host: string
  action: string
  version: string
  parameters: Readonly<Record<string, string>>
  keyId: string
  keySecret: string
  /** Milliseconds. */
  now: number
  /** Never used before. */
  nonce: string
}

/**
 * Signs a call by ACS3-HMAC-SHA256 (alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature):
 * the signature of the hash of method, path, sorted query, sorted headers and the hash of the body, which is empty here.
 */
export function callAliyun(call: AliyunCall): HttpRequest {
  const { host, action, version, parameters, keyId, keySecret, now, nonce } = call
  const query = Object.keys(parameters)
    .toSorted()
    .map((name) => `${percent(name)}=${percent(parameters[name] ?? '')}`)
    .join('&')
  const headers: Record<string, string> = {
    host,
    'x-acs-action': action,
    'x-acs-content-sha256': sha256(''),
    'x-acs-date': new Date(now).toISOString().replace(/\.\d{3}Z$/, 'Z'),
    'x-acs-signature-nonce': nonce,
    'x-acs-version': version,
  }
  const names = Object.keys(headers).toSorted()
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('')
  const signed = names.join(';')
  const canonical = ['POST', '/', query, lines, signed, sha256('')].join('\n')
  const signature = createHmac('sha256', keySecret)
    .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
    .digest('hex')
  // Whoever makes the call writes the host himself.
  const { host: _host, ...sent } = headers
  return {
    url: `https://${host}/?${query}`,
    headers: {
      ...sent,
      Authorization: `ACS3-HMAC-SHA256 Credential=${keyId},SignedHeaders=${signed},Signature=${signature}`,
    },
    body: '',
  }
}

/** Encodes as RFC 3986 asks, which leaves nothing but letters, digits and `-_.~`. */
function percent(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
