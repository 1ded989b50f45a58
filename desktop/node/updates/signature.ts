import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

/**
 * The detached signature beside a manifest: Ed25519 over a line that names this use and the manifest, then its bytes.
 * The name is signed with it, so that the manifest of one system cannot be served to another one.
 */
const PREFIX = 'laidan update manifest 1'
/** An Ed25519 public key as `SubjectPublicKeyInfo` is this, then its 32 bytes (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')
const RAW_KEY = /^[A-Za-z0-9+/]{43}=$/
const SIGNATURE = /^[A-Za-z0-9+/]{86}==$/

/** Names the file with the signature of `manifest`: `latest.yml.sig`. */
export function signatureName(manifest: string): string {
  return `${manifest}.sig`
}

function message(name: string, bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${PREFIX}\n${name}\n`, 'utf8'), bytes])
}

/** Signs a manifest: the content of its signature's file, one line of base64. `key` is an Ed25519 private key. */
export function signManifest(key: KeyObject, name: string, bytes: Uint8Array): string {
  return `${sign(null, message(name, bytes), key).toString('base64')}\n`
}

/**
 * Tells whether one of `keys` has signed exactly these bytes under this name; `false` for a text that is no signature.
 */
export function isSigned(keys: readonly KeyObject[], name: string, bytes: Uint8Array, signature: string): boolean {
  const text = signature.trim()
  if (!SIGNATURE.test(text)) return false
  const raw = Buffer.from(text, 'base64')
  return keys.some((key) => verify(null, message(name, bytes), key, raw))
}

/** Writes a public key as its 32 bytes in base64. Takes either half of a pair. */
export function publicKeyText(key: KeyObject): string {
  const half = key.type === 'private' ? createPublicKey(key) : key
  return half.export({ type: 'spki', format: 'der' }).subarray(SPKI_PREFIX.length).toString('base64')
}

/**
 * Reads the keys in `text`, separated by commas or white space; none in an empty one. More than one while a key is
 * being replaced. Throws, naming the place and not the text, when one is not a key.
 */
export function readPublicKeys(text: string): KeyObject[] {
  const words = text.split(/[\s,]+/).filter((word) => word !== '')
  return words.map((word, index) => {
    if (!RAW_KEY.test(word)) throw new Error(`update key ${index + 1} is not 32 bytes in base64`)
    const der = Buffer.concat([SPKI_PREFIX, Buffer.from(word, 'base64')])
    return createPublicKey({ key: der, type: 'spki', format: 'der' })
  })
}
