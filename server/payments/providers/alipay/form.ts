import { CallbackError } from '../payment-callback.ts'

/** The fields of a form as they were sent: each character of a name or a value is one byte. */
export type FormBytes = ReadonlyMap<string, string>

/**
 * Reads the form without decoding it, because its signature is over bytes. A name that stands twice would be one thing
 * to the signature and another to us. Throws `malformed`.
 */
export function readForm(body: Buffer): FormBytes {
  const fields = new Map<string, string>()
  for (const pair of body.toString('latin1').split('&')) {
    if (pair === '') continue
    const at = pair.indexOf('=')
    const [name, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
    const key = bytesOf(name)
    if (fields.has(key)) throw new CallbackError('malformed', 'a field stands twice')
    fields.set(key, bytesOf(value))
  }
  return fields
}

/** Undoes the encoding of a form (url.spec.whatwg.org, urlencoded parsing): `+` is a space, `%D6` a byte. */
function bytesOf(text: string): string {
  return text
    .replaceAll('+', ' ')
    .replace(/%([0-9A-Fa-f]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** The charsets in which Alipay writes (the app's `charset`), by what reads them: GB 18030 has GBK and GB 2312 in it. */
const DECODERS: Readonly<Record<string, string>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  gbk: 'gb18030',
  gb2312: 'gb18030',
  gb18030: 'gb18030',
}

/**
 * Decodes the fields by the charset that they name themselves, which is signed; if they name none, by that of the
 * header; else as UTF-8. Throws `charset_unsupported`, and `malformed` for bytes that are not of the charset.
 */
export function decodeForm(form: FormBytes, contentType: string | undefined): Map<string, string> {
  const header = /charset="?([^\s;"]+)/i.exec(contentType ?? '')?.[1]
  const decoder = decoderOf((form.get('charset') || header || 'utf-8').toLowerCase())
  try {
    return new Map([...form].map(([name, value]) => [decode(decoder, name), decode(decoder, value)]))
  } catch {
    throw new CallbackError('malformed', 'not of its charset')
  }
}

function decode(decoder: Decoder, bytes: string): string {
  return decoder.decode(Buffer.from(bytes, 'latin1'))
}

type Decoder = InstanceType<typeof TextDecoder>

function decoderOf(charset: string): Decoder {
  const encoding = Object.hasOwn(DECODERS, charset) ? DECODERS[charset] : undefined
  if (encoding === undefined) throw new CallbackError('charset_unsupported')
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
  } catch {
    // A Node that was built without the data of ICU.
    throw new CallbackError('charset_unsupported', 'this Node cannot read it')
  }
}
