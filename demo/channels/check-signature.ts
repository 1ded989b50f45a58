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
  webhookKey: Buffer.from('an imitated key of 24 bytes or more').toString('base64'),
} as const

/** Signs with HMAC-SHA256 by Web Crypto, and returns base64: not by the code that the server signs with. */
export async function hmacBase64(key: string | Uint8Array, text: string): Promise<string> {
  const bytes = typeof key === 'string' ? new TextEncoder().encode(key) : key
  const imported = await webcrypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const signature = await webcrypto.subtle.sign('HMAC', imported, new TextEncoder().encode(text))
  return btoa(String.fromCharCode(...new Uint8Array(signature)))
}

/** Tells whether a signed time, in seconds, is about now, in milliseconds. */
export function isRecent(seconds: number, now: number): boolean {
  return Math.abs(now / 1_000 - seconds) <= HOUR_S
}
