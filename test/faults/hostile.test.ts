import { expect, it } from 'vitest'
import { runSiege } from '../lab/hostile/hostile-run.ts'
import { openRaw } from '../lab/hostile/raw-socket.ts'
import { SLOW_HELLOS } from '../lab/hostile/slow-clients.ts'
import { openTarget } from '../lab/hostile/target.ts'
import { runDir } from '../lab/rig/run-dir.ts'

const MEGABYTE = 2 ** 20

it('I14: 500 WebSockets that say no hello, or say it byte by byte, are closed with 4410; others notice nothing', async () => {
  const report = await runSiege(
    runDir('hostile-run'),
    SLOW_HELLOS.map((kind) => [kind, 250]),
  )
  process.stdout.write(`hostile run: ${JSON.stringify(report)}\n`)
  expect(report.violations).toEqual([])
  expect(report.connections).toBe(500)
})

it('I14: who asks and asks and does not read is cut off, before the answers fill the memory', async () => {
  const target = await openTarget(runDir('greedy'))
  const before = target.memory()
  const greedy = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const raw = await openRaw(target.url, { reads: false })
      raw.write('GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(1_000))
      return raw
    }),
  )
  const late = await openRaw(target.url)
  late.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
  await late.closed
  expect(late.received().toString()).toMatch(/^HTTP\/1\.1 200 /)
  for (const { socket } of greedy) socket.resume()
  await Promise.all(greedy.map(({ closed }) => closed))
  const after = target.memory()
  if (before !== undefined && after !== undefined) expect((after - before) / MEGABYTE).toBeLessThan(150)
  expect(await target.finish()).toEqual([])
})
