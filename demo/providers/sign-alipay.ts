import { createSign, type KeyObject } from 'node:crypto'

export interface AlipaySigning {
  hash?: string
  signType?: string
  /** Turns a text into the bytes of the notice's charset, which are signed. Default: UTF-8. */
  encode?: (text: string) => Buffer
}

/** Makes the form of an Alipay notice: its fields and their signature (opendocs.alipay.com, asynchronous notices). */
export function signAlipayForm(
  fields: Readonly<Record<string, string>>,
  privateKey: KeyObject,
  { hash = 'sha256', signType = 'RSA2', encode = (text) => Buffer.from(text) }: AlipaySigning = {},
): string {
  const pairs = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))
  const content = pairs.map(([name, value]) => [name, value].join('=')).join('&')
  const sign = createSign(hash).update(encode(content)).sign(privateKey, 'base64')
  const form = [...pairs, ['sign', sign], ['sign_type', signType]] as const
  return form.map(([name, value]) => `${name}=${percent(encode(value))}`).join('&')
}

function percent(bytes: Buffer): string {
  return Array.from(bytes, (byte) => {
    const letter = String.fromCharCode(byte)
    if (/[A-Za-z0-9*._-]/.test(letter)) return letter
    return letter === ' ' ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }).join('')
}

/** Writes a time, in milliseconds since 1970, as Alipay does: Beijing's, `2026-11-23 11:00:00`. */
export function alipayTime(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}
