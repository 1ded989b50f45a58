import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { configSchema } from '../../server/config.ts'
import { startProcess } from '../support/start-process.ts'
import { tempDir } from '../support/temp-dir.ts'
import { startTestServer } from '../support/test-server.ts'
import { root } from '../tooling/source-files.ts'
import { sample } from './support/proxy.ts'

const read = (name: string) => readFileSync(join(root, 'deploy', name), 'utf8')
const PROGRAM = '/opt/laidan/bin/laidan-server'
const UNITS = ['laidan-server.service', 'laidan-backup.service', 'laidan-backup.timer']
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

  it('leave the server little to attack: exposure below 2 of 10', () => {
    const [service = ''] = units()
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
      ...[...read('laidan-backup.service').matchAll(/^Environment=(.+)$/gm)].map(([, line]) => line),
      ...[...read('docker/Dockerfile').matchAll(/^ENV (.+)$/gm)].map(([, line]) => line),
    ].flatMap((line) => [...(line ?? '').matchAll(/(\w+)=/g)].map(([, name]) => name))
    const inCompose = [...read('docker/compose.yml').matchAll(/^ {6}([A-Z_]+):/gm)].map(([, name]) => name)
    expect(assigned.length).toBeGreaterThan(8)
    expect(inCompose).toEqual(['TRUST_PROXY', 'PUBLIC_URL'])
    expect([...assigned, ...inCompose].filter((name) => !known.includes(name ?? ''))).toEqual([])
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
