import { generateKeyPairSync } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { publicKeyText } from '../../node/updates/signature.ts'

const ROOT = join(import.meta.dirname, '../../..')

/**
 * Makes a key pair: the private half into `file` (PEM, for its owner alone, never over another file, never into this
 * folder of sources), the public half to the screen. Rejects with an Error when `file` stands among the sources or exists.
 */
export async function makeUpdateKey(file: string, say: (line: string) => void): Promise<void> {
  const way = relative(ROOT, resolve(file))
  if (way === '' || !(way.startsWith('..') || resolve(way) === way))
    throw new Error('The private key must not stand among the sources. Name a file elsewhere.')
  const { privateKey } = generateKeyPairSync('ed25519')
  await writeFile(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
  say(
    `The private key is in ${file}. Whoever has it can replace the app on every device; keep a copy off this machine.`,
  )
  say('The public key, for the environment of every build:')
  say(`UPDATE_PUBLIC_KEYS=${publicKeyText(privateKey)}`)
}
