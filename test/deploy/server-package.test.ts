import { execFile, execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createOrderingSystem } from '../../demo/ordering-system.ts'
import { localKeysSchema } from '../../shared/api/local-keys.ts'
import { isReminder } from '../support/frames.ts'
import { startProcess } from '../support/start-process.ts'
import { tempDir } from '../support/temp-dir.ts'
import { connectDevice } from '../support/test-device.ts'
import { type LoopbackRegistry, startLoopbackRegistry } from './support/loopback-registry.ts'
import { bareEnv, packServer } from './support/server-package.ts'

const run = promisify(execFile)
let out: string
let tarball: string
let registry: LoopbackRegistry

beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'laidan-test-'))
  tarball = await packServer(out)
  registry = await startLoopbackRegistry()
})

afterAll(async () => {
  await registry?.close()
  rmSync(out, { recursive: true, force: true })
})

/** An empty folder with nothing but the tarball, and the environment of a machine that never saw this repository. */
function emptyFolder(): { dir: string; env: Record<string, string> } {
  const dir = tempDir()
  copyFileSync(tarball, join(dir, basename(tarball)))
  return { dir, env: bareEnv(tempDir(), registry.url) }
}

const found = (output: string, what: RegExp) => what.exec(output)?.[1] ?? ''

describe('the package laidan-server', () => {
  it('holds the server as one file, the console, samples and pages, and nothing else', () => {
    const list = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' })
    const files = list
      .trim()
      .split('\n')
      .map((file) => file.replace(/^package\//, ''))
    const console = files.filter((file) =>
      /^dist\/console\/((index|admin)\.html|assets\/[\w.-]+\.((js|css|svg)(\.br|\.gz)?|woff2|png|webmanifest))$/.test(
        file,
      ),
    )
    expect(console.length).toBeGreaterThanOrEqual(3)
    expect(files.filter((file) => !console.includes(file)).toSorted()).toEqual([
      'LICENSE',
      'README.md',
      'bin/laidan-server.mjs',
      'deploy/Caddyfile',
      'deploy/Caddyfile-nodes',
      'deploy/Caddyfile-path',
      'deploy/alerts.yml',
      'deploy/laidan-backup.service',
      'deploy/laidan-backup.timer',
      'deploy/laidan-server.service',
      'deploy/laidan-server@.service',
      'deploy/nginx-nodes.conf',
      'deploy/nginx-path.conf',
      'deploy/nginx.conf',
      'dist/server/licenses.md',
      'dist/server/main.js',
      'docs/admin.md',
      'docs/api.md',
      'docs/attention.md',
      'docs/configuration.md',
      'docs/connectors.md',
      'docs/console.md',
      'docs/deploy.md',
      'docs/events.md',
      'docs/keys.md',
      'docs/payments.md',
      'docs/scaling.md',
      'docs/shopify.md',
      'docs/updates.md',
      'docs/woocommerce.md',
      'package.json',
    ])
  })

  it('zod is part of its one file, with its licence, and no package beside it', () => {
    const folder = join(out, 'server-package')
    expect(readFileSync(join(folder, 'package.json'), 'utf8')).not.toContain('"zod"')
    expect(readFileSync(join(folder, 'dist/server/main.js'), 'utf8')).not.toMatch(/from "zod"/)
    expect(readFileSync(join(folder, 'dist/server/licenses.md'), 'utf8')).toMatch(/zod.*MIT.*Permission is hereby/s)
  })

  it('its pages lead nowhere that is not in it', () => {
    const pages = join(out, 'server-package/docs')
    const links = readdirSync(pages).flatMap((page) =>
      [...readFileSync(join(pages, page), 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, to]) => to ?? ''),
    )
    expect(links.length).toBeGreaterThan(3)
    expect(links.filter((to) => !existsSync(join(pages, to)))).toEqual([])
  })

  it('names what the server imports in exact versions, and nothing of the app or of the tools', () => {
    const { dependencies } = JSON.parse(readFileSync(join(out, 'server-package/package.json'), 'utf8')) as {
      dependencies: Record<string, string>
    }
    expect(Object.keys(dependencies)).toEqual(expect.arrayContaining(['express', 'knex', 'sqlite3', 'ws']))
    expect(Object.keys(dependencies).filter((name) => /^(electron|react|say|tsx|vite|typescript)/.test(name))).toEqual(
      [],
    )
    for (const version of Object.values(dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/)
  })

  it('in an empty folder with nothing but the tarball, npx starts it: migrated, keys, console, a ring, a backup; without a compiled sqlite3 it says so', async () => {
    const { dir, env } = emptyFolder()
    const npx = ['npx', '--yes', `--package=./${basename(tarball)}`, 'laidan-server']
    const server = { cwd: dir, env: { ...env, PORT: '0', LOG_LEVEL: 'warn' }, group: true }
    const first = startProcess(npx, server)
    await first.until('laidan-server pairing-code')
    const url = found(first.output(), /listens on (\S+)/)
    const keys = localKeysSchema.parse(JSON.parse(readFileSync(join(dir, 'data/local-keys.json'), 'utf8')))
    const operator = keys.operatorKey
    expect(first.output()).not.toMatch(/npm run|ld[ao]_|\d{4}-\d{4}-\d{4}/)
    const issued = await run('npx', [...npx.slice(1), 'pairing-code'], { cwd: dir, env })
    const code = found(issued.stdout, /give it the code ([\d-]+)/)

    const page = await fetch(url)
    expect(page.status).toBe(200)
    const script = /src="\.(\/assets\/[^"]+\.js)"/.exec(await page.text())?.[1] ?? ''
    expect((await fetch(new URL(script, url))).headers.get('content-type')).toContain('javascript')
    expect((await fetch(new URL('/docs', url))).status).toBe(200)

    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ code, name: '前台', platform: 'test' })
    const pairing = await fetch(new URL('/v1/devices/pair', url), { method: 'POST', headers, body })
    const { token } = (await pairing.json()) as { token: string }
    const device = await connectDevice(url, { token, autoAck: true })
    await device.synced()
    const system = createOrderingSystem(keys)
    const items = [{ name: '宫保鸡丁', quantity: 2 }]
    const order = await system.placeOrder({ storeId: keys.storeId, items, amountMinor: 3850 })
    await system.pay(order, 'tx-1')
    await device.until((frame) => isReminder(frame) && frame.orderId === order.id)
    const metrics = await fetch(new URL('/metrics', url), { headers: { authorization: `Bearer ${operator}` } })
    expect(metrics.status).toBe(200)

    await run('npx', [...npx.slice(1), 'backup', 'copy.db'], { cwd: dir, env })
    expect(existsSync(join(dir, 'copy.db'))).toBe(true)
    device.close()
    await first.kill('SIGTERM')

    const again = startProcess(npx, server)
    expect(await again.until(/listens on (\S+)/)).not.toContain('First start')
    await again.kill('SIGTERM')

    // An npm that runs no install scripts leaves the server without its database.
    const [installed = ''] = readdirSync(join(env['npm_config_cache'] ?? '', '_npx'))
    const modules = join(env['npm_config_cache'] ?? '', '_npx', installed, 'node_modules')
    rmSync(join(modules, 'sqlite3/build'), { recursive: true })
    await expect(run(join(modules, '.bin/laidan-server'), [], { cwd: dir, env })).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/compiled part of the package sqlite3 is missing.*\n.*\n.*--allow-scripts=sqlite3/),
    })
  })
})
