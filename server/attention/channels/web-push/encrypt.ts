import { createCipheriv, createECDH, createHmac } from 'node:crypto'

/** The curve of both keys, and the one record that a push is (RFC 8188 §2.1). */
const CURVE = 'prime256v1'
const RECORD_BYTES = 4_096

/** The keys of a browser that was subscribed, as it tells them: base64url. */
export interface BrowserKeys {
  p256dh: string
  auth: string
}

/**
 * Encrypts a text so that one browser reads it (RFC 8291, Content-Encoding aes128gcm of RFC 8188). `senderKey`: 32 bytes,
 * and `salt`: 16, of this message alone and known to nobody. Throws an Error for keys that are no points of the curve.
 */
export function encryptPush(
  text: string,
  { p256dh, auth }: BrowserKeys,
  { senderKey, salt }: { senderKey: Buffer; salt: Buffer },
): Buffer {
  const browser = Buffer.from(p256dh, 'base64url')
  const sender = createECDH(CURVE)
  sender.setPrivateKey(senderKey)
  const own = sender.getPublicKey()
  const agreed = hmac(Buffer.from(auth, 'base64url'), sender.computeSecret(browser))
  const secret = hmac(agreed, Buffer.concat([Buffer.from('WebPush: info\0'), browser, own, Buffer.of(1)]))
  const key = hmac(salt, secret)
  const cipher = createCipheriv(
    'aes-128-gcm',
    hmac(key, Buffer.from('Content-Encoding: aes128gcm\0\u0001')).subarray(0, 16),
    hmac(key, Buffer.from('Content-Encoding: nonce\0\u0001')).subarray(0, 12),
  )
  const header = Buffer.alloc(5)
  header.writeUInt32BE(RECORD_BYTES)
  header.writeUInt8(own.length, 4)
  // Behind the text a 2 says that this record is the last one.
  const record = [cipher.update(text, 'utf8'), cipher.update(Buffer.of(2)), cipher.final(), cipher.getAuthTag()]
  return Buffer.concat([salt, header, own, ...record])
}

/** Tells whether a browser's keys are a point of the curve and a secret of 16 bytes. */
export function areBrowserKeys({ p256dh, auth }: BrowserKeys): boolean {
  try {
    const one = createECDH(CURVE)
    one.generateKeys()
    one.computeSecret(Buffer.from(p256dh, 'base64url'))
    return Buffer.from(auth, 'base64url').length === 16
  } catch {
    return false
  }
}

function hmac(key: Buffer, text: Buffer): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
