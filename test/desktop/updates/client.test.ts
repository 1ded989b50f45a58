import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ManifestDates } from '../../../desktop/node/updates/manifest-dates.ts'
import { signManifest } from '../../../desktop/node/updates/signature.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { startTestServer } from '../../support/test-server.ts'
import { until } from '../../support/until.ts'
import { isInstaller, startBadLine } from './support/bad-line.ts'
import { createClient } from './support/client.ts'
import { startFeed } from './support/feed.ts'
import { installerName, installerOf, makeKey, manifestOf, publish, type Release } from './support/publish.ts'

/** The real server offers `release` to the real electron-updater of an app of version 1.2.3. */

async function startRig(release: Release = { version: '1.2.4' }) {
  const folder = tempDir()
  const key = makeKey()
  const clock = createManualClock()
  const server = await startFeed(folder)
  const line = await startBadLine(server.url)
  await publish(folder, key, release)
  const client = createClient({ version: '1.2.3', key, clock })
  const look = (newest: ManifestDates | null = null) => client.port.check(line.url, newest)
  const check = async () => (await look())?.offer
  const inFolder = (name: string) => join(folder, name)
  return { ...client, folder, key, clock, server, line, look, check, inFolder }
}

const fault = (word: string) => expect.objectContaining({ name: 'UpdateError', fault: word })

it('the whole server: what lies in DATA_DIR/updates reaches the installer of an app', async () => {
  const dataDir = tempDir()
  const key = makeKey()
  await publish(join(dataDir, 'updates'), key, { version: '1.2.4' })
  const server = await startTestServer({ dataDir })
  const { port, installs, pending } = createClient({ version: '1.2.3', key, clock: createManualClock() })
  expect(await port.check(`${server.url}/updates/`, null)).toMatchObject({ offer: { version: '1.2.4', notes: '' } })
  await port.download()
  port.install({ restart: false })
  expect(installs).toEqual([{ file: join(pending, installerName('1.2.4')), restart: false }])
})

describe('what the feed offers', () => {
  it('newer: it is fetched, is what was published, and is handed to the installer', async () => {
    const { port, check, line, installs, pending } = await startRig({ version: '1.2.4', notes: '[en]\n- faster' })
    expect(await check()).toEqual({ version: '1.2.4', notes: '[en]\n- faster' })
    expect(line.asked, 'something was fetched before anybody asked').toEqual([
      '/updates/latest.yml',
      '/updates/latest.yml.sig',
    ])
    await port.download()
    expect(readFileSync(join(pending, installerName('1.2.4')))).toEqual(installerOf('1.2.4'))
    expect(await port.intact()).toBe(true)
    port.install({ restart: true })
    expect(installs).toEqual([{ file: join(pending, installerName('1.2.4')), restart: true }])
  })

  it('the same or an older version is never taken, however well it is signed', async () => {
    const { check, port, folder, key } = await startRig()
    for (const version of ['1.2.3', '1.2.2', '1.2.3-beta.1', '0.9.9']) {
      await publish(folder, key, { version })
      expect(await check(), version).toBeUndefined()
      await expect(port.download()).rejects.toEqual(fault('failed'))
    }
  })

  it('nothing published, or no folder at all: no update, and no fault', async () => {
    const { check, inFolder, folder } = await startRig()
    rmSync(inFolder('latest.yml'))
    expect(await check()).toBeUndefined()
    rmSync(folder, { recursive: true })
    expect(await check()).toBeUndefined()
  })

  it('a device stays on its side of a roll-out until that grows over it', async () => {
    const { check, folder, key } = await startRig()
    const seen: boolean[] = []
    for (const staging of [0, 20, 40, 60, 80, 100]) {
      await publish(folder, key, { version: '1.2.4', staging })
      seen.push((await check()) !== undefined)
    }
    expect(seen).toEqual(seen.toSorted((a, b) => Number(a) - Number(b)))
    expect([seen[0], seen.at(-1)]).toEqual([false, true])
  })

  it('what was fetched in a former run is not fetched again', async () => {
    const { port, check, line } = await startRig()
    for (let run = 0; run < 2; run++) {
      await check()
      await port.download()
    }
    expect(line.asked.filter((path) => path.endsWith('.exe'))).toHaveLength(1)
  })
})

describe('what is not signed by our key is not even read', () => {
  it('another key', async () => {
    const { check, folder, line } = await startRig()
    await publish(folder, makeKey(), { version: '6.6.6' })
    await expect(check()).rejects.toEqual(fault('bad_signature'))
    expect(line.asked.filter((path) => path.includes('.exe'))).toEqual([])
  })

  it('no signature', async () => {
    const { check, inFolder } = await startRig()
    rmSync(inFolder('latest.yml.sig'))
    await expect(check()).rejects.toEqual(fault('unsigned'))
  })

  it('one bit of the manifest', async () => {
    const { check, inFolder } = await startRig()
    const bytes = readFileSync(inFolder('latest.yml'))
    writeFileSync(inFolder('latest.yml'), bytes.with(bytes.length - 3, (bytes.at(-3) ?? 0) ^ 1))
    await expect(check()).rejects.toEqual(fault('bad_signature'))
  })

  it('what is no signature at all', async () => {
    const { check, inFolder } = await startRig()
    for (const text of ['', 'AAAA', 'x'.repeat(88), `${'A'.repeat(86)}==`, '\0'.repeat(64), 'A'.repeat(1_024)]) {
      writeFileSync(inFolder('latest.yml.sig'), text)
      await expect(check(), text).rejects.toEqual(fault('bad_signature'))
    }
  })

  it('a well signed manifest under another name: that of another system', async () => {
    const { check, inFolder, folder, key } = await startRig()
    writeFileSync(inFolder('latest-mac.yml'), manifestOf({ version: '1.2.4' }))
    await publish(folder, key, { version: '1.2.4' })
    writeFileSync(inFolder('latest.yml.sig'), readFileSync(inFolder('latest-mac.yml.sig')))
    await expect(check()).rejects.toEqual(fault('bad_signature'))
  })

  it('an app without a key trusts nobody', async () => {
    const { line, clock } = await startRig()
    const { port } = createClient({ version: '1.2.3', key: undefined, clock })
    await expect(port.check(line.url, null)).rejects.toEqual(fault('bad_signature'))
  })

  it('what was verified is what is used: the manifest is asked for once, whatever comes later', async () => {
    const { port, check, line, folder, pending } = await startRig()
    await check()
    await publish(folder, makeKey(), { version: '6.6.6' })
    await port.download()
    expect(line.asked.filter((path) => path.startsWith('/updates/latest'))).toHaveLength(2)
    expect(readFileSync(join(pending, installerName('1.2.4')))).toEqual(installerOf('1.2.4'))
  })
})

it('what is signed, but names what no release names, is not followed', async () => {
  const { line, check, key } = await startRig()
  const edits: [string, string | RegExp, string][] = [
    ['a file elsewhere', 'url: Laidan', 'url: https://evil.example/Laidan'],
    ['a path', 'url: Laidan', 'url: ../../Laidan'],
    ['a name for a shell', 'url: Laidan', "url: Lai'dan"],
    ['a short checksum', /sha512: .{8}/g, 'sha512: '],
    ['a version that is none', 'version: 1.2.4', 'version: newest'],
    ['no files', /files:\n(.+\n){3}/, 'files: []\n'],
    ['no YAML', 'files:', '\t- {'],
  ]
  for (const [what, from, to] of edits) {
    const bytes = Buffer.from(manifestOf({ version: '1.2.4' }).replace(from, to))
    line.use((request, response) => {
      response.end(request.url?.endsWith('.sig') ? signManifest(key, 'latest.yml', bytes) : bytes)
      return true
    })
    await expect(check(), what).rejects.toEqual(fault('bad_manifest'))
  }
})

describe('the dates of a manifest, signed with the rest of it', () => {
  const DAY = 86_400_000
  const SIGNED_AT = Date.UTC(2026, 0, 1)
  const dates = { signedAt: SIGNED_AT, expiresAt: SIGNED_AT + 90 * DAY }

  it('are told with what is offered', async () => {
    const { look } = await startRig()
    expect(await look()).toEqual({ dates, offer: { version: '1.2.4', notes: '' } })
  })

  it('older than the newest that was seen: played back, and refused, also one that was valid for longer', async () => {
    const { look, folder, key } = await startRig()
    await expect(look({ ...dates, signedAt: SIGNED_AT + 1 })).rejects.toEqual(fault('superseded'))
    await publish(folder, key, { version: '1.2.9', signedAt: SIGNED_AT - DAY, validDays: 700 })
    await expect(look(dates)).rejects.toEqual(fault('superseded'))
    await publish(folder, key, { version: '1.2.4' })
    expect(await look(dates)).toMatchObject({ dates })
  })

  it('expired: refused, a day after it at the earliest, for a clock that is a little wrong', async () => {
    const { look, clock } = await startRig()
    clock.jumpWall(91 * DAY)
    expect(await look(dates)).toMatchObject({ dates })
    clock.jumpWall(1)
    await expect(look(dates)).rejects.toEqual(fault('stale'))
    await expect(look(null)).rejects.toEqual(fault('stale'))
  })

  it('of tomorrow: taken; of the day after: refused, because a clock is wrong', async () => {
    const { look, clock } = await startRig()
    clock.jumpWall(-DAY)
    expect(await look()).toMatchObject({ dates })
    clock.jumpWall(-1)
    await expect(look()).rejects.toEqual(fault('not_yet'))
  })

  it('missing, or no dates: not followed', async () => {
    const { line, check, key } = await startRig()
    for (const [from, to] of [
      [/signedAt: .+\n/, ''],
      [/expiresAt: .+/, ''],
      ["'2026-01-01T00:00:00.000Z'", '2026-01-01'],
      ["'2026-04-01T00:00:00.000Z'", "'in April'"],
    ] as const) {
      const bytes = Buffer.from(manifestOf({ version: '1.2.4' }).replace(from, to))
      line.use((request, response) => {
        response.end(request.url?.endsWith('.sig') ? signManifest(key, 'latest.yml', bytes) : bytes)
        return true
      })
      await expect(check(), String(from)).rejects.toEqual(fault('bad_manifest'))
    }
  })
})

describe('a file that is not what was announced is thrown away', () => {
  it('another content, of the same length', async () => {
    const { port, check, inFolder, pending } = await startRig()
    writeFileSync(inFolder(installerName('1.2.4')), installerOf('6.6.6'))
    await check()
    await expect(port.download()).rejects.toEqual(fault('checksum'))
    expect(await port.intact()).toBe(false)
    expect(existsSync(join(pending, installerName('1.2.4')))).toBe(false)
  })

  it('half of it, ended politely', async () => {
    const { port, check, inFolder, pending } = await startRig()
    truncateSync(inFolder(installerName('1.2.4')), 1_000)
    await check()
    await expect(port.download()).rejects.toEqual(fault('checksum'))
    expect(existsSync(join(pending, installerName('1.2.4')))).toBe(false)
  })

  it('half of it, and the line breaks; the next try brings the whole', async () => {
    const { port, check, line } = await startRig()
    line.use((request, response, body) => {
      if (!isInstaller(request)) return false
      response.writeHead(200, { 'content-length': body.length })
      response.write(body.subarray(0, 100_000), () => response.destroy())
      return true
    })
    await check()
    await expect(port.download()).rejects.toEqual(fault('download'))
    line.use(() => false)
    await check()
    await port.download()
    expect(await port.intact()).toBe(true)
  })

  it('changed on the disk after it was fetched', async () => {
    const { port, check, pending } = await startRig()
    await check()
    await port.download()
    writeFileSync(join(pending, installerName('1.2.4')), installerOf('6.6.6'))
    expect(await port.intact()).toBe(false)
  })
})

describe('a bad server', () => {
  it('is away', async () => {
    const { port, server } = await startRig()
    await server.stop()
    await expect(port.check(`${server.url}/updates/`, null)).rejects.toEqual(fault('unreachable'))
  })

  it('answers 500, redirects, or sends without end', async () => {
    const { check, line } = await startRig()
    line.use((_, response) => {
      response.writeHead(500).end()
      return true
    })
    await expect(check()).rejects.toEqual(fault('unreachable'))
    line.use((_, response) => {
      response.writeHead(302, { location: 'http://127.0.0.1:1/latest.yml' }).end()
      return true
    })
    await expect(check()).rejects.toEqual(fault('unreachable'))
    line.use((_, response) => {
      response.end(Buffer.alloc(1_000_000))
      return true
    })
    await expect(check()).rejects.toEqual(fault('unreachable'))
  })

  it('does not answer: after half a minute it is given up', async () => {
    const { check, line, clock } = await startRig()
    line.use(() => true)
    const outcome = check().catch((error: unknown) => error)
    await until('a file is asked for', () => line.asked.length === 1)
    clock.advance(30_000)
    expect(await outcome).toEqual(fault('unreachable'))
  })

  it('stops in the middle of the file: given up after two minutes, and fetched at the next try', async () => {
    const { port, check, line, clock } = await startRig()
    line.use((request, response, body) => {
      if (!isInstaller(request)) return false
      response.writeHead(200, { 'content-length': body.length })
      response.write(body.subarray(0, 100_000))
      return true
    })
    await check()
    const outcome = port.download().catch((error: unknown) => error)
    await until('the installer is asked for', () => line.asked.some((path) => path.endsWith('.exe')))
    clock.advance(120_000)
    expect(await outcome).toEqual(fault('stalled'))
    line.use(() => false)
    await check()
    await port.download()
    expect(await port.intact()).toBe(true)
  })
})
