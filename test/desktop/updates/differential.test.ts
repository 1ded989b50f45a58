import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { signManifest } from '../../../desktop/node/updates/signature.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { until } from '../../support/until.ts'
import { startBadLine } from './support/bad-line.ts'
import { createClient } from './support/client.ts'
import { startFeed } from './support/feed.ts'
import { installerName, makeKey } from './support/publish.ts'

const BLOCK_BYTES = 40_000

/** An installer of these blocks, and its block map as electron-builder writes it. */
function installer(seeds: readonly string[]): { content: Buffer; map: Buffer } {
  const blocks = seeds.map((seed) => Buffer.alloc(BLOCK_BYTES, createHash('sha512').update(seed).digest()))
  const checksums = blocks.map((block) => createHash('sha256').update(block).digest('base64'))
  const file = { name: 'file', offset: 0, checksums, sizes: blocks.map((block) => block.length) }
  return { content: Buffer.concat(blocks), map: gzipSync(JSON.stringify({ version: '2', files: [file] })) }
}

/** An app of version 1.2.3 whose own installer is still on its disk; 1.2.4 is published beside it. */
async function startRig() {
  const folder = tempDir()
  const key = makeKey()
  const clock = createManualClock()
  const line = await startBadLine((await startFeed(folder)).url)
  const client = createClient({ version: '1.2.3', key, clock })
  const before = installer(['a', 'b', 'c', 'd', 'e'])
  const after = installer(['a', 'b', 'new', 'd', 'e'])
  writeFileSync(join(folder, `${installerName('1.2.3')}.blockmap`), before.map)
  writeFileSync(join(folder, `${installerName('1.2.4')}.blockmap`), after.map)
  writeFileSync(join(folder, installerName('1.2.4')), after.content)
  const sha512 = createHash('sha512').update(after.content).digest('base64')
  const file = { url: installerName('1.2.4'), sha512, size: after.content.length }
  const dates = { signedAt: '2026-01-01T00:00:00.000Z', expiresAt: '2026-04-01T00:00:00.000Z' }
  const manifest = Buffer.from(JSON.stringify({ version: '1.2.4', files: [file], ...dates }))
  writeFileSync(join(folder, 'latest.yml'), manifest)
  writeFileSync(join(folder, 'latest.yml.sig'), signManifest(key, 'latest.yml', manifest))
  const cache = dirname(client.pending)
  mkdirSync(cache, { recursive: true })
  return { ...client, clock, line, before, after, old: join(cache, 'installer.exe') }
}

it('of a new version only what is new is fetched, a range at a time', async () => {
  const { port, line, before, after, old, pending } = await startRig()
  writeFileSync(old, before.content)
  await port.check(line.url, null)
  await port.download()
  expect(readFileSync(join(pending, installerName('1.2.4')))).toEqual(after.content)
  expect(line.ranges).toEqual([`bytes=${2 * BLOCK_BYTES}-${3 * BLOCK_BYTES - 1}`])
  expect(await port.intact()).toBe(true)
})

it('an old installer that is not what its block map says costs a whole download, and nothing else', async () => {
  const { port, line, before, after, old, pending } = await startRig()
  writeFileSync(old, before.content.fill(0, 0, 10))
  await port.check(line.url, null)
  await port.download()
  expect(readFileSync(join(pending, installerName('1.2.4')))).toEqual(after.content)
  expect(line.asked.filter((path) => path.endsWith('.exe'))).toHaveLength(2)
})

it('a part that never comes is given up after two minutes, though electron-updater waits on; the next try works', async () => {
  const { port, line, clock, before, old } = await startRig()
  writeFileSync(old, before.content)
  line.use((request) => request.headers.range !== undefined)
  await port.check(line.url, null)
  const outcome = port.download().catch((error: unknown) => error)
  await until('a range is asked for', () => line.ranges.length === 1)
  clock.advance(120_000)
  expect(await outcome).toMatchObject({ name: 'UpdateError', fault: 'stalled' })
  line.use(() => false)
  await port.check(line.url, null)
  await port.download()
  expect(await port.intact()).toBe(true)
})
