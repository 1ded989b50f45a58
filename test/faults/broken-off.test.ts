import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { CLOSE } from '../../shared/protocol/close-codes.ts'
import { helloText } from '../lab/hostile/odd-frames.ts'
import { openRaw } from '../lab/hostile/raw-socket.ts'
import { openTarget } from '../lab/hostile/target.ts'
import { runDir } from '../lab/rig/run-dir.ts'

it('a callback whose sender hangs up in the middle of its body is no error of ours', async () => {
  const dir = runDir('broken-off')
  const target = await openTarget(dir)
  const raw = await openRaw(target.url)
  raw.write('POST /notify/standard-webhooks HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc')
  const late = await openRaw(target.url)
  late.write('GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
  await late.closed
  raw.socket.destroy()
  await raw.closed
  expect(await target.finish()).toEqual([])
  expect(readFileSync(join(dir, 'server.log'), 'utf8')).not.toContain('could not be recorded')
})

/** Terminated instead of closed, one in six got 1006 and tried again at once. */
const TIMES = 60

it('who sends a frame that is too big is told 1009, also when more frames are on their way', async () => {
  const target = await openTarget(runDir('too-big'))
  const codes = new Set<number>()
  for (let i = 0; i < TIMES; i++) {
    const socket = new WebSocket(new URL('/v1/socket', target.url.replace('http', 'ws')), ['reminder.v1'])
    socket.on('error', () => {})
    await new Promise((resolve) => socket.once('open', resolve))
    const dance = '{"op":"dance"}'.padEnd(3_000)
    socket.send(helloText(target.shops[0].devices[0]?.token ?? ''))
    await new Promise<void>((resolve) => socket.on('message', (data) => String(data).includes('synced') && resolve()))
    for (const frame of [...Array(10).fill(dance), 'x'.repeat(17_000), ...Array(10).fill(dance)])
      socket.send(frame, () => {})
    codes.add(await new Promise<number>((resolve) => socket.on('close', resolve)))
  }
  expect([...codes]).toEqual([CLOSE.too_big.code])
})
