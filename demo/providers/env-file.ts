import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FakeKeys } from './fake-keys.ts'

/** The folder in DATA_DIR with the keys and the environment of a server that accepts the imitations. */
export const FAKE_FOLDER = 'fake-providers'
/** The file in that folder with the address of the imitations. */
export const FAKE_URL_FILE = 'url'

/**
 * Writes the keys and the environment with which a server calls the imitations and accepts their callbacks. Only a
 * server that is started with this file does so. Resolves to the file's path; rejects with the file system's error.
 */
export async function writeEnvFile(dataDir: string, url: string, keys: FakeKeys): Promise<string> {
  const folder = join(dataDir, FAKE_FOLDER)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const variables = { ...keys.variables, ...apiUrls(url) }
  for (const [name, text] of Object.entries(keys.files)) {
    const file = join(
      folder,
      `${name
        .toLowerCase()
        .replace(/_file$/, '')
        .replaceAll('_', '-')}.pem`,
    )
    await writeOwn(file, text)
    variables[name] = file
  }
  await writeOwn(join(folder, FAKE_URL_FILE), url)
  const file = join(folder, 'server.env')
  const lines = Object.entries(variables).map(([name, value]) => `${name}='${value}'`)
  await writeOwn(
    file,
    `# Imitated payment providers. NO REAL MONEY. Never for a server that takes payments.\n${lines.join('\n')}\n`,
  )
  return file
}

/** Makes the environment variables for the three APIs of the imitations at `url`. */
export function apiUrls(url: string): Record<string, string> {
  return { WECHATPAY_API_URL: url, ALIPAY_GATEWAY_URL: `${url}/gateway.do`, STRIPE_API_URL: url }
}

async function writeOwn(file: string, text: string): Promise<void> {
  await writeFile(file, text, { mode: 0o600 })
  await chmod(file, 0o600)
}
