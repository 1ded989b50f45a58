import { createHash, createPrivateKey, type KeyObject } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import writeFileAtomic from 'write-file-atomic'
import { MANIFEST_NAME, type Manifest, parseManifest } from '../../node/updates/manifest.ts'
import { publicKeyText, readPublicKeys, signatureName, signManifest } from '../../node/updates/signature.ts'

/** An own line of the manifest, as electron-builder writes it. */
const STAGING_LINE = /^stagingPercentage:.*\n?/m

/**
 * Signs every manifest in `folder`. Before that it looks at them as an app would: what an app would refuse, and what is
 * not beside the manifest or not as the manifest says, is refused here, with nothing signed. `staging` is written into
 * the manifests first; so changing the share of a roll-out is signing anew. Rejects with an Error that names the fault.
 */
export async function signUpdates(
  folder: string,
  options: { staging?: number | undefined; env: NodeJS.ProcessEnv },
  say: (line: string) => void,
): Promise<void> {
  const key = await readKey(options.env)
  const trusted = readPublicKeys(options.env['UPDATE_PUBLIC_KEYS'] ?? '')
  if (trusted.length > 0 && !trusted.some((known) => publicKeyText(known) === publicKeyText(key)))
    throw new Error('This key is none of UPDATE_PUBLIC_KEYS: the apps would refuse what it signs.')
  const names = (await readdir(folder)).filter((name) => MANIFEST_NAME.test(name)).toSorted()
  if (names.length === 0) throw new Error(`${folder} holds no manifest (latest.yml, latest-mac.yml, latest-linux.yml).`)
  const manifests = await Promise.all(names.map((name) => prepare(folder, name, options.staging)))
  for (const { name, bytes, manifest } of manifests) {
    // The signature first: an app that comes between the two finds the old manifest unsigned and tries again later.
    await writeFileAtomic(join(folder, signatureName(name)), signManifest(key, name, bytes))
    await writeFileAtomic(join(folder, name), bytes)
    const share = manifest.stagingPercentage === undefined ? 'every device' : `${manifest.stagingPercentage} %`
    say(`${name}: ${manifest.version} for ${share}, signed`)
  }
}

/** The manifest as it will be, looked at as an app does. */
async function prepare(folder: string, name: string, staging: number | undefined) {
  const text = await readFile(join(folder, name), 'utf8')
  const bytes = Buffer.from(staging === undefined ? text : staged(text, staging))
  const manifest = parse(bytes, name)
  for (const file of manifest.files) await compare(folder, name, file)
  return { name, bytes, manifest }
}

function staged(text: string, percent: number): string {
  const rest = text.replace(STAGING_LINE, '')
  return `${rest.endsWith('\n') ? rest : `${rest}\n`}stagingPercentage: ${percent}\n`
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
