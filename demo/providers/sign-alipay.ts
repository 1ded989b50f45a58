import { createSign, type KeyObject } from 'node:crypto'

/** Makes the form of an Alipay notice: its fields and their signature (opendocs.alipay.com, asynchronous notices). */
export function signAlipayForm(
  fields: Readonly<Record<string, string>>,
  privateKey: KeyObject,
  { hash = 'sha256', signType = 'RSA2' } = {},
): string {
  const form = new URLSearchParams(fields)
  form.sort()
  const content = Array.from(form, ([name, value]) => [name, value].join('=')).join('&')
  form.set('sign', createSign(hash).update(content, 'utf8').sign(privateKey, 'base64'))
  form.set('sign_type', signType)
  return form.toString()
}

/** Writes a time, in milliseconds since 1970, as Alipay does: Beijing's, `2026-11-23 11:00:00`. */
export function alipayTime(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}
