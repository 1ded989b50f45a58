import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'

/** Shorter RSA keys can be broken, and none of the providers hands them out. */
const LEAST_BITS = 2048

/** Reads a private RSA key: PEM, or the bare base64 of PKCS#8 or PKCS#1 that Alipay's tools write; else `undefined`. */
export function readPrivateKey(text: string): KeyObject | undefined {
  return rsaKey([
    () => createPrivateKey(text),
    () => createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' }),
    () => createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs1' }),
  ])
}

/** Reads a public RSA key: PEM or bare base64; `undefined` also for a private key, whose public half it would be. */
export function readPublicKey(text: string): KeyObject | undefined {
  if (text.includes('PRIVATE KEY')) return undefined
  return rsaKey([
    () => createPublicKey(text),
    () => createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' }),
  ])
}

/**
 * Reads a certificate's key and serial number, in hexadecimal capitals as WeChat writes it; `undefined` for no such
 * one.
 */
export function readCertificate(text: string): { serial: string; key: KeyObject } | undefined {
  try {
    const certificate = new X509Certificate(text)
    const key = rsaKey([() => certificate.publicKey])
    return key === undefined ? undefined : { serial: certificate.serialNumber, key }
  } catch {
    return undefined
  }
}

/** Tells whether `publicKey` is the other half of `privateKey`: our own, where a provider's is wanted. */
export function isOwnHalf(publicKey: KeyObject, privateKey: KeyObject): boolean {
  return createPublicKey(privateKey).equals(publicKey)
}

function rsaKey(attempts: readonly (() => KeyObject)[]): KeyObject | undefined {
  for (const attempt of attempts) {
    try {
      const key = attempt()
      const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
      if (key.asymmetricKeyType === 'rsa' && bits >= LEAST_BITS) return key
    } catch {
      // Perhaps the next form.
    }
  }
  return undefined
}
