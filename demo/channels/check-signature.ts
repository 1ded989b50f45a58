import { webcrypto } from 'node:crypto'

/** Seconds by which a signed time may be off: an hour, as DingTalk and Feishu say. */
const HOUR_S = 3_600

/** The secrets of the imitations: fixed words, good on this machine and nowhere else. */
export const FAKE_SECRETS = {
  dingtalkToken: 'imitated-dingtalk-token',
  dingtalkSecret: 'SECimitated0123456789',
  feishuHook: 'imitated-feishu-hook',
  feishuSecret: 'imitatedFeishuSecret',
  wecomKey: 'imitated-wecom-key',
  ntfyTopic: 'imitated-topic',
  twilioSid: `AC${'0123456789abcdef'.repeat(2)}`,
  twilioToken: 'imitated-twilio-token',
  aliyunId: 'imitatedAliyunId',
  aliyunSecret: 'imitatedAliyunSecret',
  aliyunReportKey: 'imitated-key-of-the-reports',
  tencentId: 'imitatedTencentId',
  tencentKey: 'imitatedTencentKey',
  mailUser: 'shop@imitated.example',
  mailPassword: 'imitated-mail-password',
  pushWord: 'imitated-browser',
  // The browser of RFC 8291 §5, and a pair of our own for the sender.
  pushPublic: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  pushPrivate: 'q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94',
  pushAuth: 'BTBZMqHH6r4Tts7J_aSIgg',
  vapidPrivate: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw',
  vapidPublic: 'BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8',
  webhookKey: Buffer.from('an imitated key of 24 bytes or more').toString('base64'),
} as const

/** Signs by Web Crypto: not by the code that the server signs with. */
async function hmac(hash: string, key: string | Uint8Array, text: string): Promise<Uint8Array> {
  const bytes = typeof key === 'string' ? new TextEncoder().encode(key) : key
  const imported = await webcrypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash }, false, ['sign'])
  return new Uint8Array(await webcrypto.subtle.sign('HMAC', imported, new TextEncoder().encode(text)))
}

const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))
const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** Signs with HMAC-SHA256, and returns base64. */
export async function hmacBase64(key: string | Uint8Array, text: string): Promise<string> {
  return base64(await hmac('SHA-256', key, text))
}

/** Signs with HMAC-SHA1, and returns base64. */
export async function hmacBase64Sha1(key: string, text: string): Promise<string> {
  return base64(await hmac('SHA-1', key, text))
}

/** Signs with HMAC-SHA256, and returns hexadecimal digits. */
export async function hmacHex(key: string | Uint8Array, text: string): Promise<string> {
  return hex(await hmac('SHA-256', key, text))
}

/** Hashes a text with SHA-256, and returns hexadecimal digits. */
export async function sha256Hex(text: string): Promise<string> {
  return hex(new Uint8Array(await webcrypto.subtle.digest('SHA-256', new TextEncoder().encode(text))))
}

/** Tells whether a signed time, in seconds, is about now, in milliseconds. */
export function isRecent(seconds: number, now: number): boolean {
  return Math.abs(now / 1_000 - seconds) <= HOUR_S
}
