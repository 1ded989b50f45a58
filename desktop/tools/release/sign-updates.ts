import { createHash, createPrivateKey, type KeyObject } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import writeFileAtomic from 'write-file-atomic'
import { MANIFEST_NAME, type Manifest, parseManifest } from '../../node/updates/manifest.ts'
import { datesOf } from '../../node/updates/manifest-dates.ts'
import { publicKeyText, readPublicKeys, signatureName, signManifest } from '../../node/updates/signature.ts'

/** Days for which the makers vouch for a manifest, unless the command says otherwise. */
const VALID_DAYS = 90
const DAY_MS = 86_400_000

export interface SignOptions {
  /** Percent of the devices that are offered the version. Default: what the manifest says. */
  staging?: number | undefined
  /** Default: {@link VALID_DAYS}. */
  validDays?: number | undefined
  env: NodeJS.ProcessEnv
  /** Wall time, milliseconds. */
  now: number
}

/**
 * Signs every manifest in `folder`. Before that it looks at them as an app would: what an app would refuse, and what is
 * not beside the manifest or not as the manifest says, is refused here, with nothing signed. The dates and `staging` are
 * written into the manifests first; so changing the share of a roll-out is signing anew. Rejects with an Error that names
 * the fault.
 */
export async function signUpdates(folder: string, options: SignOptions, say: (line: string) => void): Promise<void> {
  const key = await readKey(options.env)
  const trusted = readPublicKeys(options.env['UPDATE_PUBLIC_KEYS'] ?? '')
  if (trusted.length > 0 && !trusted.some((known) => publicKeyText(known) === publicKeyText(key)))
    throw new Error('This key is none of UPDATE_PUBLIC_KEYS: the apps would refuse what it signs.')
  const names = (await readdir(folder)).filter((name) => MANIFEST_NAME.test(name)).toSorted()
  if (names.length === 0) throw new Error(`${folder} holds no manifest (latest.yml, latest-mac.yml, latest-linux.yml).`)
  const manifests = await Promise.all(names.map((name) => prepare(folder, name, options)))
  for (const { name, bytes, manifest } of manifests) {
    // The signature first: an app that comes between the two finds the old manifest unsigned and tries again later.
    await writeFileAtomic(join(folder, signatureName(name)), signManifest(key, name, bytes))
    await writeFileAtomic(join(folder, name), bytes)
    const share = manifest.stagingPercentage === undefined ? 'every device' : `${manifest.stagingPercentage} %`
    say(`${name}: ${manifest.version} for ${share}, signed; sign anew before ${manifest.expiresAt.slice(0, 10)}`)
  }
}

/** The manifest as it will be, looked at as an app does. */
async function prepare(folder: string, name: string, options: SignOptions) {
  const text = await readFile(join(folder, name), 'utf8')
  const bytes = Buffer.from(dated(text, options))
  const manifest = parse(bytes, name)
  const before = /^signedAt: '(.+)'$/m.exec(text)?.[1]
  if (before !== undefined && Date.parse(before) > datesOf(manifest).signedAt)
    throw new Error(`${name} was signed at ${before}, which this machine's clock has not reached: set the clock.`)
  for (const file of manifest.files) await compare(folder, name, file)
  return { name, bytes, manifest }
}

/** The text with our own lines, in the place of those of an earlier signing. */
function dated(text: string, { staging, validDays = VALID_DAYS, now }: SignOptions): string {
  const own = {
    ...(staging !== undefined && { stagingPercentage: String(staging) }),
    signedAt: `'${new Date(now).toISOString()}'`,
    expiresAt: `'${new Date(now + validDays * DAY_MS).toISOString()}'`,
  }
  const rest = text.replace(new RegExp(`^(?:${Object.keys(own).join('|')}):.*\\n?`, 'gm'), '')
  const lines = Object.entries(own).map(([name, value]) => `${name}: ${value}\n`)
  return [rest, ...(rest.endsWith('\n') ? [] : ['\n']), ...lines].join('')
}

function parse(bytes: Buffer, name: string): Manifest {
  try {
    return parseManifest(bytes, name)
  } catch (error) {
    throw new Error(`${name} is no manifest that an app would follow: ${String(error)}`)
  }
}

async function compare(folder: string, manifest: string, file: Manifest['files'][number]): Promise<void> {
  const path = join(folder, file.url)
  const size = await stat(path).then(
    (found) => found.size,
    () => undefined,
  )
  if (size === undefined) throw new Error(`${manifest} names ${file.url}, which is not in ${folder}.`)
  const hash = createHash('sha512')
  await pipeline(createReadStream(path), hash)
  if (size !== file.size || hash.digest('base64') !== file.sha512)
    throw new Error(`${file.url} is not what ${manifest} says: another size or SHA-512.`)
}

/** From `UPDATE_SIGNING_KEY` (the PEM text itself) or the file that `UPDATE_SIGNING_KEY_FILE` names. */
async function readKey(env: NodeJS.ProcessEnv): Promise<KeyObject> {
  const file = env['UPDATE_SIGNING_KEY_FILE']
  const pem = env['UPDATE_SIGNING_KEY'] || (file ? await readFile(file, 'utf8') : undefined)
  if (pem === undefined)
    throw new Error('Set UPDATE_SIGNING_KEY_FILE to the private key, or UPDATE_SIGNING_KEY to its text.')
  const key = parseKey(pem)
  if (key?.asymmetricKeyType !== 'ed25519') throw new Error('The signing key is no Ed25519 private key in PEM.')
  return key
}

function parseKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem)
  } catch {
    return undefined
  }
}
