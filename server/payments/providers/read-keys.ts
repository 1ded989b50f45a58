import type { KeyObject } from 'node:crypto'
import { isOwnHalf, readPrivateKey, readPublicKey } from './rsa-keys.ts'
import type { SettingReader } from './setting-reader.ts'

/** Reads the private key that we sign with, from the file that the variable names. */
export function readOwnKey<Name extends string>(reader: SettingReader<Name>, name: Name): KeyObject | undefined {
  if (reader.need(name, /./, 'must name the file of a private key') === undefined) return undefined
  const text = reader.file(name)
  if (text === undefined) return undefined
  return readPrivateKey(text) ?? reader.fault(name, 'must hold a private RSA key of at least 2048 bits')
}

/** Reads a public key that the provider signs with: our own in its place is the commonest mistake. */
export function readTheirKey<Name extends string>(
  reader: SettingReader<Name>,
  name: Name,
  privateKey: KeyObject | undefined,
): KeyObject | undefined {
  if (reader.need(name, /./, 'must name the file of the provider’s public key') === undefined) return undefined
  const text = reader.file(name)
  if (text === undefined) return undefined
  const key = readPublicKey(text)
  if (key === undefined) return reader.fault(name, 'must hold a public RSA key of at least 2048 bits')
  if (privateKey === undefined || !isOwnHalf(key, privateKey)) return key
  return reader.fault(name, 'belongs to our own private key; the provider’s public key is wanted')
}

/**
 * Requires `PUBLIC_URL`, which a provider that is told where to call back must be able to reach. The imitation on this
 * machine (`api.local`) needs none.
 */
export function requirePublicUrl(reader: SettingReader<'PUBLIC_URL'>, api: { local: boolean } | undefined): void {
  if (reader.text('PUBLIC_URL') !== undefined) reader.url('PUBLIC_URL')
  else if (api !== undefined && !api.local)
    reader.fault('PUBLIC_URL', 'is missing; the provider calls back to it, such as https://bell.example.com')
}
