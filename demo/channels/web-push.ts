import { webcrypto } from 'node:crypto'
import { FAKE_SECRETS } from './check-signature.ts'
import type { ArrivedCall, ImitatedChannel, Reading } from './robots.ts'

const { subtle } = webcrypto
const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const
const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'base64url'))
const ascii = (text: string) => new TextEncoder().encode(text)
const refuses = (status: number): Reading => ({ refuses: { status, body: '' } })

/** The host of the push service. */
export const PUSH_HOST = 'push.imitated.example'

async function derive(secret: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Promise<Uint8Array> {
  const key = await subtle.importKey('raw', Uint8Array.from(secret), 'HKDF', false, ['deriveBits'])
  const how = { name: 'HKDF', hash: 'SHA-256', salt: Uint8Array.from(salt), info: Uint8Array.from(info) }
  return new Uint8Array(await subtle.deriveBits(how, key, length * 8))
}

/** Opens a push as the browser does, by Web Crypto's HKDF (RFC 8291 §3.4): not by the code that the server closes it with. */
export async function openPush(bytes: Uint8Array): Promise<string> {
  const { pushPublic, pushPrivate, pushAuth } = FAKE_SECRETS
  const own = bytesOf(pushPublic)
  const [salt, sender, record] = [bytes.slice(0, 16), bytes.slice(21, 86), bytes.slice(86)]
  const [x, y] = [own.slice(1, 33), own.slice(33)].map((part) => Buffer.from(part).toString('base64url'))
  const jwk = { kty: 'EC', crv: 'P-256', d: pushPrivate, x: x ?? '', y: y ?? '' }
  const privateKey = await subtle.importKey('jwk', jwk, CURVE, false, ['deriveBits'])
  const publicKey = await subtle.importKey('raw', sender, CURVE, false, [])
  const agreed = new Uint8Array(await subtle.deriveBits({ name: 'ECDH', public: publicKey }, privateKey, 256))
  const info = Uint8Array.from([...ascii('WebPush: info\0'), ...own, ...sender])
  const secret = await derive(agreed, bytesOf(pushAuth), info, 32)
  const key = await derive(secret, salt, ascii('Content-Encoding: aes128gcm\0'), 16)
  const iv = Uint8Array.from(await derive(secret, salt, ascii('Content-Encoding: nonce\0'), 12))
  const aes = await subtle.importKey('raw', Uint8Array.from(key), 'AES-GCM', false, ['decrypt'])
  const opened = new Uint8Array(await subtle.decrypt({ name: 'AES-GCM', iv }, aes, record))
  return new TextDecoder().decode(opened.slice(0, opened.lastIndexOf(2)))
}

/** Checks who sends (RFC 8292): for this service, not over, and by the key that the browser was subscribed with. */
async function isSender(authorization: string, now: number): Promise<boolean> {
  const [, head = '', claims = '', signature = '', key = ''] =
    /^vapid t=([-_\w]+)\.([-_\w]+)\.([-_\w]+), k=([-_\w]+)$/.exec(authorization) ?? []
  if (key === '') return false
  const { aud, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { aud: string; exp: number }
  if (aud !== `https://${PUSH_HOST}` || exp * 1_000 < now || exp * 1_000 > now + 86_400_000) return false
  const how = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const publicKey = await subtle.importKey('raw', bytesOf(key), how, false, ['verify'])
  return (
    key === FAKE_SECRETS.vapidPublic &&
    (await subtle.verify(how, publicKey, bytesOf(signature), ascii(`${head}.${claims}`)))
  )
}

/** A push service with one browser, in small. */
export const webPush: ImitatedChannel = {
  async reads({ path, headers, bytes }: ArrivedCall, now: number): Promise<Reading> {
    if (path !== `/send/${FAKE_SECRETS.pushWord}`) return refuses(404)
    if (!(await isSender(headers['authorization'] ?? '', now))) return refuses(403)
    if (headers['content-encoding'] !== 'aes128gcm' || headers['ttl'] === undefined) return refuses(400)
    if (bytes.length > 4_096) return refuses(413)
    const { id, title, body } = JSON.parse(await openPush(bytes)) as { id: string; title: string; body: string }
    return { text: `${title}\n${body}`, title, id }
  },
  took: '',
  tooMany: { status: 429, body: '' },
}
