import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../../tooling/source-files.ts'

export interface LoopbackRegistry {
  url: string
  close(): Promise<void>
}

/**
 * A registry on loopback that offers the packages of our node_modules, as they are installed and so with what was
 * compiled, and nothing else. npm resolves, fetches and unpacks for real, without the internet and without compiling.
 */
export async function startLoopbackRegistry(): Promise<LoopbackRegistry> {
  const installed = readInstalled()
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(request.url ?? '').slice(1)
    const [name = '', version] = path.split('/-/')
    const versions = installed.get(name)
    // Peers that are optional are asked for as well.
    if (versions === undefined) return response.writeHead(404).end('{}')
    const folder = versions.get(version ?? '')
    if (version !== undefined && folder !== undefined) return response.end(await pack(folder))
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(describe(`http://${request.headers.host}`, name, versions)))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Name → version → folder, of everything the lock file names and npm has put there. */
function readInstalled(): Map<string, Map<string, string>> {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version?: string }>
  }
  const installed = new Map<string, Map<string, string>>()
  for (const [path, { version }] of Object.entries(lock.packages)) {
    const name = path.split('node_modules/').at(-1) ?? ''
    const folder = join(root, path)
    if (name === '' || version === undefined || !existsSync(folder)) continue
    const versions = installed.get(name) ?? new Map<string, string>()
    installed.set(name, versions.set(version, folder))
  }
  return installed
}

function describe(origin: string, name: string, versions: ReadonlyMap<string, string>): object {
  const described = [...versions].map(([version, folder]) => {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as object
    return [version, { ...manifest, dist: { tarball: `${origin}/${name}/-/${version}` } }] as const
  })
  return { name, 'dist-tags': { latest: described.at(-1)?.[0] }, versions: Object.fromEntries(described) }
}

/** The folder as npm packs one: below `package/`. Without what npm puts into it, and without the compiler's leavings. */
async function pack(folder: string): Promise<Buffer> {
  const dir = await mkdtemp(join(tmpdir(), 'laidan-test-'))
  try {
    symlinkSync(folder, join(dir, 'package'))
    const leave = ['package/node_modules', '*.o', '*.a', 'obj.target', '.deps'].map((name) => `--exclude=${name}`)
    await promisify(execFile)('tar', ['-C', dir, '-chf', join(dir, 'it.tar'), ...leave, 'package'])
    return await readFile(join(dir, 'it.tar'))
  } finally {
    await rm(dir, { recursive: true })
  }
}
