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
 * Decodes the fields of these names by the charset that the form names itself, which is signed; if it names none, by that
 * of the header; else as UTF-8. Other fields are left as they are: Alipay cuts a long subject by its bytes, inside a
 * character if it must, and the payment is a payment. Throws `charset_unsupported`, and `malformed` for bytes that are
 * not of the charset.
 */
export function decodeForm(
  form: FormBytes,
  contentType: string | undefined,
  names: readonly string[],
): Map<string, string> {
  const header = /charset\s*=\s*["']?([^\s;"']+)/i.exec(contentType ?? '')?.[1]
  const decoder = decoderOf(charsetName(form.get('charset')) || charsetName(header) || 'utf-8')
  try {
    return new Map(
      names.flatMap((name) => {
        const bytes = form.get(name)
        return bytes === undefined ? [] : [[name, decoder.decode(Buffer.from(bytes, 'latin1'))]]
      }),
    )
  } catch {
    throw new CallbackError('malformed', 'not of its charset')
  }
}

/** Writes a charset's name as {@link DECODERS} has it: ` UTF_8` is `utf-8`. */
function charsetName(text = ''): string {
  return text.trim().toLowerCase().replaceAll('_', '-')
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
