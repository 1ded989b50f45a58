import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'
import { buildServer } from '../../../server/build/build-server.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { root } from '../../tooling/source-files.ts'

const run = promisify(execFile)
const version = (JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as { version: string }).version

it('the built server is one file of JavaScript that knows its version, and is built once', async () => {
  const entry = await buildServer(root)
  const before = statSync(entry)
  expect((await run(process.execPath, [entry, '--version'], { cwd: tempDir() })).stdout).toBe(`${version}\n`)
  expect(await buildServer(root)).toBe(entry)
  expect(statSync(entry).ino, 'it was built again').toBe(before.ino)
})

it('npm run server: the built server in the process itself, which names the commands of the repository', async () => {
  const env = { ...process.env, PORT: '0', DATA_DIR: tempDir(), LOG_LEVEL: 'silent' }
  const server = execFile(process.execPath, ['server/build/run.mjs'], { cwd: root, env })
  onTestFinished(() => void server.kill('SIGKILL'))
  let said = ''
  await new Promise<void>((resolve, reject) => {
    server.once('exit', () => reject(new Error(`it ended: ${said}`)))
    server.stdout?.on('data', (text: string) => {
      said += text
      if (/A code that pairs a device elsewhere: npm run pairing-code\n/.test(said)) resolve()
    })
    server.stderr?.on('data', (text: string) => {
      said += text
    })
  })
  expect((await fetch(`${/listens on (\S+)/.exec(said)?.[1]}/readyz`)).status).toBe(200)
  server.removeAllListeners('exit')
  server.kill('SIGTERM')
  expect(await once(server, 'exit')).toEqual([0, null])
})
