import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { signUpdates } from '../../../../desktop/tools/release/sign-updates.ts'

/** Of the size of nothing real, but more than one chunk. */
const INSTALLER_BYTES = 300_000

export interface Release {
  version: string
  notes?: string
  staging?: number
  /** When it is signed, wall time. Default: when a manual clock begins. */
  signedAt?: number
  validDays?: number
  /** More lines of the manifest, as YAML. */
  more?: string
}

/** The lines of dates that signing puts in the place of others. */
const SIGNED = [`signedAt: '2026-01-01T00:00:00.000Z'`, `expiresAt: '2026-04-01T00:00:00.000Z'`]

export function makeKey(): KeyObject {
  return generateKeyPairSync('ed25519').privateKey
}

/** Content that differs from version to version and is the same every time. */
export function installerOf(version: string): Buffer {
  const block = createHash('sha512').update(version).digest()
  return Buffer.concat(Array.from({ length: Math.ceil(INSTALLER_BYTES / block.length) }, () => block))
}

export const installerName = (version: string) => `Laidan-Setup-${version}.exe`

/** A manifest in the form in which electron-builder writes it. */
export function manifestOf({ version, notes, more = '' }: Release): string {
  const content = installerOf(version)
  const sha512 = createHash('sha512').update(content).digest('base64')
  return [
    `version: ${version}`,
    'files:',
    `  - url: ${installerName(version)}`,
    `    sha512: ${sha512}`,
    `    size: ${content.length}`,
    `path: ${installerName(version)}`,
    `sha512: ${sha512}`,
    ...(notes === undefined ? [] : [`releaseNotes: ${JSON.stringify(notes)}`]),
    `releaseDate: '2026-11-20T00:00:00.000Z'`,
    ...SIGNED,
    more,
  ].join('\n')
}

/** Publishes a release as an operator does: the files, the manifest, and its signature by the project's own tool. */
export async function publish(folder: string, key: KeyObject, release: Release): Promise<void> {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, installerName(release.version)), installerOf(release.version))
  writeFileSync(join(folder, 'latest.yml'), manifestOf(release).replace(/^(signedAt|expiresAt):.*\n/gm, ''))
  const env = { UPDATE_SIGNING_KEY: key.export({ type: 'pkcs8', format: 'pem' }).toString() }
  const { staging, validDays, signedAt: now = Date.UTC(2026, 0, 1) } = release
  await signUpdates(folder, { env, staging, validDays, now }, () => {})
}
