import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { configSchema } from '../../server/config.ts'
import { startProcess } from '../support/start-process.ts'
import { tempDir } from '../support/temp-dir.ts'
import { startTestServer } from '../support/test-server.ts'
import { root } from '../tooling/source-files.ts'
import { sample } from './support/proxy.ts'

const read = (name: string) => readFileSync(join(root, 'deploy', name), 'utf8')
const PROGRAM = '/opt/laidan/bin/laidan-server'
const UNITS = ['laidan-server.service', 'laidan-server@.service', 'laidan-backup.service', 'laidan-backup.timer']
/** What of a composition is looked at. */
const compositionSchema = z.object({
  services: z.record(
    z.string(),
    z.object({
      environment: z.record(z.string(), z.string()).optional(),
      secrets: z.array(z.string()).optional(),
      volumes: z.array(z.string()).optional(),
    }),
  ),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
  volumes: z.record(z.string(), z.null()),
})
const systemd = spawnSync('systemd-analyze', ['--version']).error === undefined

describe.skipIf(!systemd)('the units (needs systemd-analyze)', () => {
  /** As they are, but for the program, which is not installed here. */
  function units(): string[] {
    const dir = tempDir()
    return UNITS.map((name) => {
      const file = join(dir, name)
      writeFileSync(file, name.endsWith('.timer') ? read(name) : sample(name, [[PROGRAM, process.execPath]]))
      return file
    })
  }

  it('are understood without a complaint', () => {
    const { status, stderr, stdout } = spawnSync('systemd-analyze', ['verify', '--man=no', ...units()], {
      encoding: 'utf8',
    })
    // What it says of the units of this machine is not ours.
    expect(`${stdout}${stderr}`.split('\n').filter((line) => line.includes('laidan'))).toEqual([])
    expect(status).toBe(0)
  })

  it.each([0, 1])('leave the server little to attack: exposure below 2 of 10 (unit %i)', (which) => {
    const service = units()[which] ?? ''
    const words = ['security', '--no-pager', '--offline=yes', '--threshold=20', service]
    expect(() => execFileSync('systemd-analyze', words, { stdio: 'pipe' })).not.toThrow()
  })

  it('name moments that the timer has', () => {
    const calendar = /^OnCalendar=(.+)$/m.exec(read('laidan-backup.timer'))?.[1] ?? ''
    const said = execFileSync('systemd-analyze', ['calendar', '--iterations=4', calendar], {
      env: { ...process.env, TZ: 'UTC' },
      encoding: 'utf8',
    })
    expect(said.match(/\d{4}-\d\d-\d\d \d\d:10:00/g)).toHaveLength(4)
  })
})

describe('the samples', () => {
  it('the backup’s command is what a shell makes of it: a copy with the time in its name', async () => {
    const server = await startTestServer()
    const [bin, copies] = [tempDir(), tempDir()]
    const program = join(bin, 'laidan-server')
    const words = `"${process.execPath}" --import tsx "${join(root, 'server/main.ts')}"`
    writeFileSync(program, `#!/bin/sh\ncd "${root}"\nDATA_DIR="${server.dataDir}" exec ${words} "$@"\n`, {
      mode: 0o755,
    })
    const line = /^ExecStart=\/bin\/sh -c '(.+)'$/m.exec(read('laidan-backup.service'))?.[1] ?? ''
    // systemd's own escapes: %% is a percent sign, $$ a dollar sign.
    const script = line.replaceAll('%%', '%').replaceAll('$$', '$').replace(PROGRAM, program)
    execFileSync('/bin/sh', ['-c', script.replace('/var/lib/laidan-backups', copies)], { stdio: 'pipe' })
    expect(readdirSync(copies)).toEqual([expect.stringMatching(/^laidan-\d{8}T\d{6}Z\.db$/)])
  })

  it('every setting they name is one of the server’s', () => {
    const known = [...Object.keys(configSchema.shape), 'NODE_ENV', 'PATH']
    const assigned = [
      ...[...read('laidan-server.service').matchAll(/^Environment=(.+)$/gm)].map(([, line]) => line),
      ...[...read('laidan-server@.service').matchAll(/^Environment=(.+)$/gm)].map(([, line]) => line),
      ...[...read('laidan-backup.service').matchAll(/^Environment=(.+)$/gm)].map(([, line]) => line),
      ...[...read('docker/Dockerfile').matchAll(/^ENV (.+)$/gm)].map(([, line]) => line),
    ].flatMap((line) => [...(line ?? '').matchAll(/(\w+)=/g)].map(([, name]) => name))
    const inCompose = [...read('docker/compose.yml').matchAll(/^ {6}([A-Z_]+):/gm)].map(([, name]) => name)
    expect(assigned.length).toBeGreaterThan(8)
    expect(inCompose).toEqual(['TRUST_PROXY', 'PUBLIC_URL'])
    expect([...assigned, ...inCompose].filter((name) => !known.includes(name ?? ''))).toEqual([])
  })

  it('the composition of several servers names settings, secrets, volumes and a proxy that there are', () => {
    const { services, secrets, volumes } = compositionSchema.parse(
      parse(read('docker/compose.nodes.yml'), { merge: true }),
    )
    const nodes = Object.entries(services).filter(([name]) => name.startsWith('node-'))
    expect(nodes.map(([name]) => name)).toEqual(['node-1', 'node-2'])
    for (const [, { environment = {} }] of nodes) {
      const settings = Object.keys(environment).map((name) => name.replace(/_FILE$/, ''))
      expect(settings).toEqual(expect.arrayContaining(['DATABASE_URL', 'STANDARD_WEBHOOKS_SECRET', 'PUBLIC_URL']))
      expect(settings.filter((name) => !(name in configSchema.shape))).toEqual([])
    }
    const used = Object.values(services).flatMap((service) => service.secrets ?? [])
    expect([...new Set(used)].toSorted()).toEqual(Object.keys(secrets).toSorted())
    const mounted = Object.values(services).flatMap((service) => service.volumes ?? [])
    const sources = mounted.map((mount) => mount.split(':')[0] ?? '')
    expect(sources.filter((source) => !source.startsWith('.')).toSorted()).toEqual(Object.keys(volumes).toSorted())
    for (const source of sources.filter((one) => one.startsWith('.')))
      expect(existsSync(join(root, 'deploy/docker', source)), source).toBe(true)
    const proxied = (services['proxy']?.environment?.['LAIDAN_NODES'] ?? '').split(' ')
    expect(proxied).toEqual(nodes.map(([name]) => `${name}:8080`))
  })

  it('the servers behind Caddy are those that its environment names', (ctx) => {
    const there = spawnSync('caddy', ['version']).error === undefined
    ctx.skip(!there, 'caddy is not installed')
    const adapt = (env: Record<string, string>) =>
      execFileSync('caddy', ['adapt', '--adapter', 'caddyfile', '--config', join(root, 'deploy/Caddyfile-nodes')], {
        env: { ...process.env, ...env },
        stdio: 'pipe',
        encoding: 'utf8',
      })
    const dials = (json: string) => [...json.matchAll(/"dial":"([^"]+)"/g)].map(([, to]) => to)
    expect(dials(adapt({}))).toEqual(['127.0.0.1:8081', '127.0.0.1:8082'])
    const inContainers = adapt({ LAIDAN_NAME: 'your.name', LAIDAN_NODES: 'node-1:8080 node-2:8080' })
    expect(dials(inContainers)).toEqual(['node-1:8080', 'node-2:8080'])
    expect(inContainers).toContain('"your.name"')
  })

  it('the image’s health check passes for a server that is ready, and for nothing else', async () => {
    const server = await startTestServer()
    const json = /^ {2}CMD (\[.+\])$/m.exec(read('docker/Dockerfile'))?.[1] ?? '[]'
    const [, ...words] = JSON.parse(json) as string[]
    const check = async () => {
      const { port: PORT } = new URL(server.url)
      return (await startProcess([process.execPath, ...words], { env: { PORT } }).exited).code
    }
    expect(await check()).toBe(0)
    await server.stop()
    expect(await check()).toBe(1)
  })
})
