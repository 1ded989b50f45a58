import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FakeKeys } from './fake-keys.ts'

/** The folder in DATA_DIR in which the imitations leave what a server needs to believe them. */
export const FAKE_FOLDER = 'fake-providers'
/** In that folder: the address of the imitations. */
export const FAKE_URL_FILE = 'url'

/**
 * Writes the keys and the environment that make a server speak to the imitations and believe their callbacks. Only a
 * server that is started with this file does so. Resolves to the file's path.
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

/** Where a server finds the three APIs of the imitations at `url`. */
export function apiUrls(url: string): Record<string, string> {
  return { WECHATPAY_API_URL: url, ALIPAY_GATEWAY_URL: `${url}/gateway.do`, STRIPE_API_URL: url }
}

async function writeOwn(file: string, text: string): Promise<void> {
  await writeFile(file, text, { mode: 0o600 })
  await chmod(file, 0o600)
}
