import { createCipheriv, createSign, type KeyObject, randomBytes } from 'node:crypto'

export interface WechatpaySigner {
  /** The key's serial number, or PUB_KEY_ID_… */
  serial: string
  privateKey: KeyObject
}

/**
 * Makes the four headers with which WeChat Pay signs the body of a callback or an answer; the timestamp is in seconds.
 */
export function signWechatpay(
  signer: WechatpaySigner,
  body: string | Buffer,
  timestampSeconds: number,
): Record<string, string> {
  const nonce = randomBytes(16).toString('hex')
  const signature = createSign('sha256WithRSAEncryption')
    .update(Buffer.concat([Buffer.from(`${timestampSeconds}\n${nonce}\n`), Buffer.from(body), Buffer.from('\n')]))
    .sign(signer.privateKey, 'base64')
  return {
    'Wechatpay-Timestamp': String(timestampSeconds),
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Signature': signature,
    'Wechatpay-Serial': signer.serial,
  }
}

/**
 * Makes a callback's body: `resource`, encrypted with the APIv3 key, in the envelope of WeChat Pay. `at` is its own
 * time format.
 */
export function sealWechatpay(
  apiV3Key: Buffer,
  eventType: string,
  resource: object | Buffer,
  about: { summary: string; at: string },
): string {
  const nonce = randomBytes(6).toString('hex')
  const kind = eventType.startsWith('REFUND') ? 'refund' : 'transaction'
  const cipher = createCipheriv('aes-256-gcm', apiV3Key, nonce)
  cipher.setAAD(Buffer.from(kind, 'utf8'))
  const parts = [
    cipher.update(Buffer.isBuffer(resource) ? resource : Buffer.from(JSON.stringify(resource))),
    cipher.final(),
    cipher.getAuthTag(),
  ]
  const ciphertext = Buffer.concat(parts).toString('base64')
  return JSON.stringify({
    id: `EV-${randomBytes(8).toString('hex')}`,
    create_time: about.at,
    resource_type: 'encrypt-resource',
    event_type: eventType,
    summary: about.summary,
    resource: { original_type: kind, algorithm: 'AEAD_AES_256_GCM', ciphertext, associated_data: kind, nonce },
  })
}
