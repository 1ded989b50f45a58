import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { tempDir } from '../../support/temp-dir.ts'
import { startTestServer } from '../../support/test-server.ts'
import { sendRaw } from './raw-request.ts'

const INSTALLER = '0123456789'.repeat(100)

async function startRig() {
  const dataDir = tempDir()
  const folder = join(dataDir, 'updates')
  mkdirSync(join(folder, 'folder.zip'), { recursive: true })
  const put = (name: string, content: string) => writeFileSync(join(folder, name), content)
  put('latest.yml', 'version: 1.2.4\n')
  put('latest.yml.sig', 'c2ln\n')
  put('Laidan-Setup-1.2.4.exe', INSTALLER)
  put('Laidan-Setup-1.2.4.exe.blockmap', 'map')
  for (const hidden of ['.env', '.hidden.zip', 'update.key', 'notes.txt', 'latest.yml.bak']) put(hidden, 'secret')
  writeFileSync(join(dataDir, 'beside.zip'), 'secret')
  const server = await startTestServer({ dataDir })
  const send = (name: string, headers = {}, method = 'GET') =>
    sendRaw(server.url, { method, path: `/updates/${name}`, headers })
  return { folder, put, server, send }
}

it('manifests and signatures are asked for anew each time, whatever a cache believes', async () => {
  const { send, put } = await startRig()
  for (const name of ['latest.yml', 'latest.yml.sig']) {
    const { status, headers } = await send(name)
    expect([status, headers['cache-control'], headers.etag, headers['last-modified']]).toEqual([
      200,
      'no-cache',
      undefined,
      undefined,
    ])
  }
  const conditional = { 'if-none-match': 'W/"f-1"', 'if-modified-since': new Date(Date.now() + 1e6).toUTCString() }
  put('latest.yml', 'version: 1.2.5\n')
  expect((await send('latest.yml?noCache=1', conditional)).text).toBe('version: 1.2.5\n')
})

it('installers and block maps never change under their name: kept for good', async () => {
  const { send } = await startRig()
  for (const name of ['Laidan-Setup-1.2.4.exe', 'Laidan-Setup-1.2.4.exe.blockmap']) {
    const { status, headers } = await send(name)
    expect([status, headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable'])
  }
})

it('one range is answered with that, several with the whole, one beyond the end with its length', async () => {
  const { send } = await startRig()
  const range = (value: string) => send('Laidan-Setup-1.2.4.exe', { range: value })
  expect(await range('bytes=10-14')).toMatchObject({
    status: 206,
    text: '01234',
    headers: { 'content-range': 'bytes 10-14/1000', 'content-length': '5', 'accept-ranges': 'bytes' },
  })
  expect(await range('bytes=-3')).toMatchObject({ status: 206, text: '789' })
  expect(await range('bytes=0-1, 5-6')).toMatchObject({ status: 200, text: INSTALLER })
  expect(await range('lines=1-2')).toMatchObject({ status: 200, text: INSTALLER })
  const beyond = await range('bytes=5000-')
  expect(beyond).toMatchObject({ status: 416, headers: { 'content-range': 'bytes */1000' } })
  expect(beyond.headers['cache-control']).toBeUndefined()
})

it('HEAD tells the length and sends nothing; other methods are refused', async () => {
  const { send } = await startRig()
  expect(await send('Laidan-Setup-1.2.4.exe', {}, 'HEAD')).toMatchObject({
    status: 200,
    text: '',
    headers: { 'content-length': '1000' },
  })
  for (const method of ['POST', 'PUT', 'DELETE'])
    expect(await send('latest.yml', {}, method)).toMatchObject({ status: 405, headers: { allow: 'GET' } })
})

it('nothing but releases: no path, no hidden file, no other file, no folder', async () => {
  const { send } = await startRig()
  const names = [
    ...['', '.env', '.hidden.zip', 'update.key', 'notes.txt', 'latest.yml.bak', 'folder.zip', 'missing.exe'],
    ...['../beside.zip', '..%2fbeside.zip', '%2e%2e%2fbeside.zip', '..%5cbeside.zip', '..%252fbeside.zip'],
    ...['/etc/passwd', '%2fetc%2fpasswd', 'x%00.zip', 'folder.zip/../latest.yml', '%ff.zip', 'a..b.zip'],
    ...['latest.yml%20', 'latest.yml/', 'LATEST.YML', 'latest.yml::$DATA', `${'a'.repeat(300)}.zip`],
  ]
  for (const name of names) {
    const { status, text } = await send(name)
    expect([name, status, text.includes('secret')]).toEqual([name, name === 'latest.yml/' ? status : 404, false])
    if (status === 404) expect(JSON.parse(text)).toMatchObject({ code: 'route_unknown' })
  }
})

it('without a folder there is nothing, until there is one', async () => {
  const { send, folder, put } = await startRig()
  rmSync(folder, { recursive: true })
  expect((await send('latest.yml')).status).toBe(404)
  mkdirSync(folder)
  put('latest.yml', 'version: 1.2.4\n')
  expect((await send('latest.yml')).status).toBe(200)
})
