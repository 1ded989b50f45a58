import { createPrivateKey, createPublicKey } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { manifestName, parseManifest } from '../../../desktop/node/updates/manifest.ts'
import { isSigned, publicKeyText, readPublicKeys } from '../../../desktop/node/updates/signature.ts'
import { makeUpdateKey } from '../../../desktop/tools/release/make-update-key.ts'
import { signUpdates } from '../../../desktop/tools/release/sign-updates.ts'
import { runChild } from '../../support/run-child.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { root } from '../../tooling/source-files.ts'
import { installerName, installerOf, makeKey, manifestOf, publish } from './support/publish.ts'

const NOW = Date.UTC(2026, 0, 1)
const DAY = 86_400_000
const pem = (key: ReturnType<typeof makeKey>) => key.export({ type: 'pkcs8', format: 'pem' }).toString()

describe('npm run make-update-key', () => {
  it('the private half for its owner alone, the public half as a build wants it, and never over another', async () => {
    const file = join(tempDir(), 'update.key')
    const said: string[] = []
    await makeUpdateKey(file, (line) => said.push(line))
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const word = said.at(-1)?.replace('UPDATE_PUBLIC_KEYS=', '') ?? ''
    expect(readPublicKeys(word).map(publicKeyText)).toEqual([publicKeyText(createPrivateKey(readFileSync(file)))])
    expect(said.join()).not.toContain('PRIVATE KEY')
    await expect(makeUpdateKey(file, () => {})).rejects.toThrow('EEXIST')
  })

  it('never among the sources', async () => {
    for (const file of ['update.key', join(root, 'desktop/update.key')])
      await expect(makeUpdateKey(file, () => {})).rejects.toThrow('must not stand among the sources')
  })
})

describe('npm run sign-updates', () => {
  async function released() {
    const folder = tempDir()
    const key = makeKey()
    await publish(folder, key, { version: '1.2.4' })
    rmSync(join(folder, 'latest.yml.sig'))
    const read = (name: string) => readFileSync(join(folder, name))
    return { folder, key, read, env: { UPDATE_SIGNING_KEY: pem(key) } }
  }

  it('signs every manifest, each under its own name, and touches nothing else', async () => {
    const { folder, key, read, env } = await released()
    const manifest = read('latest.yml')
    writeFileSync(join(folder, 'latest-linux.yml'), manifest)
    await signUpdates(folder, { env, now: NOW }, () => {})
    expect(readdirSync(folder).toSorted()).toEqual(
      [installerName('1.2.4'), 'latest-linux.yml', 'latest-linux.yml.sig', 'latest.yml', 'latest.yml.sig'].toSorted(),
    )
    expect(read('latest.yml')).toEqual(manifest)
    const keys = [createPublicKey(key)]
    const signed = (name: string, as: string) => isSigned(keys, as, read(name), read(`${name}.sig`).toString())
    expect([signed('latest.yml', 'latest.yml'), signed('latest-linux.yml', 'latest-linux.yml')]).toEqual([true, true])
    expect(signed('latest-linux.yml', 'latest.yml')).toBe(false)
  })

  it('--staging stands in the manifest once, whatever stood there before', async () => {
    const { folder, read, env } = await released()
    for (const staging of [10, 50]) {
      await signUpdates(folder, { env, staging, now: NOW }, () => {})
      expect(parseManifest(read('latest.yml'), 'latest.yml').stagingPercentage).toBe(staging)
    }
    expect(
      read('latest.yml')
        .toString()
        .match(/stagingPercentage/g),
    ).toHaveLength(1)
  })

  it('the dates stand in the manifest once: today, and as many days later as were asked for, 90 by themselves', async () => {
    const { folder, read, env } = await released()
    const said: string[] = []
    for (const [validDays, until] of [
      [undefined, '2026-04-02T00:00:00.000Z'],
      [10, '2026-01-12T00:00:00.000Z'],
    ] as const) {
      await signUpdates(folder, { env, validDays, now: NOW + DAY }, (line) => said.push(line))
      expect(parseManifest(read('latest.yml'), 'latest.yml')).toMatchObject({
        signedAt: '2026-01-02T00:00:00.000Z',
        expiresAt: until,
      })
    }
    expect(said.at(-1)).toBe('latest.yml: 1.2.4 for every device, signed; sign anew before 2026-01-12')
    expect(
      read('latest.yml')
        .toString()
        .match(/signedAt|expiresAt/g),
    ).toHaveLength(2)
  })

  it('a machine whose clock stands before the last signing signs nothing: every device would refuse it', async () => {
    const { folder, read, env } = await released()
    await signUpdates(folder, { env, now: NOW + DAY }, () => {})
    const before = [read('latest.yml'), read('latest.yml.sig')]
    await expect(signUpdates(folder, { env, now: NOW }, () => {})).rejects.toThrow('set the clock')
    expect([read('latest.yml'), read('latest.yml.sig')]).toEqual(before)
  })

  it('signs nothing that an app would refuse, and says what is wrong', async () => {
    const { folder, env, key } = await released()
    const refused = async (what: string | RegExp, more: object = {}) => {
      await expect(signUpdates(folder, { env: { ...env, ...more }, now: NOW }, () => {})).rejects.toThrow(what)
      expect(readdirSync(folder).filter((name) => name.endsWith('.sig'))).toEqual([])
    }
    await refused('no Ed25519 private key', { UPDATE_SIGNING_KEY: 'secret' })
    await refused('none of UPDATE_PUBLIC_KEYS', { UPDATE_PUBLIC_KEYS: publicKeyText(makeKey()) })
    await refused('Set UPDATE_SIGNING_KEY', { UPDATE_SIGNING_KEY: '' })
    writeFileSync(join(folder, installerName('1.2.4')), installerOf('1.2.5'))
    await refused('is not what latest.yml says')
    rmSync(join(folder, installerName('1.2.4')))
    await refused('which is not in')
    writeFileSync(join(folder, 'latest.yml'), manifestOf({ version: '1.2.4' }).replaceAll('Laidan-', 'Laidan '))
    await refused('is no manifest that an app would follow')
    rmSync(join(folder, 'latest.yml'))
    await refused('holds no manifest')
    expect(pem(key)).toContain('PRIVATE KEY')
  })

  it('as a command: the key from a file, and an exit code that stops a release', async () => {
    const { folder, key, env } = await released()
    const file = join(tempDir(), 'update.key')
    writeFileSync(file, pem(key))
    const good = runChild('desktop/tools/release/main.ts', ['sign', folder, '--staging=5'], {
      UPDATE_SIGNING_KEY_FILE: file,
    })
    expect((await good.exited).code, good.output()).toBe(0)
    expect(good.output()).toContain('latest.yml: 1.2.4 for 5 %, signed; sign anew before')
    const bad = runChild('desktop/tools/release/main.ts', ['sign', folder, '--staging=101'], env)
    expect((await bad.exited).code).toBe(1)
    const tooLong = runChild('desktop/tools/release/main.ts', ['sign', folder, '--valid-days=9999'], env)
    expect((await tooLong.exited).code).toBe(1)
    expect(tooLong.output()).toContain('--valid-days wants a whole number from 1 to 730')
    expect(good.output() + bad.output()).not.toContain('PRIVATE')
  })
})

it('a build refuses what is no key, without quoting it', () => {
  expect(readPublicKeys('')).toEqual([])
  for (const text of ['not-a-key', publicKeyText(makeKey()).slice(2), pem(makeKey())])
    expect(() => readPublicKeys(text)).toThrow(/^update key \d+ is not 32 bytes in base64$/)
})

it.each([
  ['win32', 'x64', 'latest.yml'],
  ['darwin', 'arm64', 'latest-mac.yml'],
  ['linux', 'x64', 'latest-linux.yml'],
  ['linux', 'arm64', 'latest-linux-arm64.yml'],
])('%s on %s asks for %s', (platform, arch, name) => expect(manifestName(platform, arch)).toBe(name))
