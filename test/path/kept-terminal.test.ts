import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { closedOf, FUTURE, ORDER, reminderOf } from '../support/future-frames.ts'
import { startFutureServer } from '../support/future-server.ts'
import { KEPT_CLIENTS } from '../support/kept-clients.ts'
import { runChild } from '../support/run-child.ts'
import { tempDir } from '../support/temp-dir.ts'

/** A mouth that writes down what it is given: `espeak-ng` as the client calls it. */
function notingVoice(dir: string): { env: Record<string, string>; said(): string } {
  const bin = join(dir, 'bin')
  const notes = join(dir, 'said.txt')
  mkdirSync(bin)
  writeFileSync(notes, '')
  writeFileSync(join(bin, 'espeak-ng'), `#!/bin/sh\ncat >> '${notes}'\necho >> '${notes}'\n`)
  chmodSync(join(bin, 'espeak-ng'), 0o755)
  return { env: { PATH: `${bin}:${process.env['PATH'] ?? ''}` }, said: () => readFileSync(notes, 'utf8') }
}

it.skipIf(process.platform !== 'linux').each(KEPT_CLIENTS.map((client) => [client.version, client] as const))(
  'the terminal client %s keeps its link to a server of the future, prints and says what it does not know, and is acknowledged to the head (its voice is Linux’s)',
  async (_, client) => {
    const dir = tempDir()
    const program = join(dir, 'terminal.mjs')
    writeFileSync(program, client.terminal())
    const open = { seq: 3, entries: [reminderOf(3, { order: { ...ORDER, currency: 'THB', fulfilment: 'drone' } })] }
    const server = await startFutureServer({}, open)
    onTestFinished(() => server.close())
    const voice = notingVoice(dir)
    const state = join(dir, 'state')
    const args = ['--server', server.url, '--code', '123456789', '--name', '厨房', '--state', state]
    const terminal = runChild(program, args, voice.env)

    await terminal.until('已连接')
    await terminal.until(/新订单 {2}#A17 {2}THB\s38\.50/)
    server.append({ op: 'moved', id: 'r3', seq: 4, cursor: 'c4' }, closedOf(5, 'r3', FUTURE.closed))
    await terminal.until('#A17 已关闭（老板）')
    server.append(reminderOf(6, FUTURE.kind))
    await terminal.until('“您有一条提醒，厨房打印机缺纸”')
    const announced = () => server.received.filter((frame) => frame['op'] === 'announced').map(({ id, n }) => [id, n])
    await expect.poll(announced, { timeout: 100_000 }).toContainEqual(['r6', 1])
    expect(voice.said()).toContain('厨房打印机缺纸')
    terminal.type('k')
    await expect.poll(() => server.answered, { timeout: 100_000 }).toEqual(['/v1/reminders/r6/acknowledge'])

    // Nothing but its place can be read of it: the link holds, and the screen says so.
    server.append(reminderOf(7, { id: 7 }))
    await terminal.until('版本太旧')
    await expect.poll(() => server.acked(), { timeout: 100_000 }).toBe(7)
    expect(server.ended()).toBe(0)
    expect(server.received[0]).toMatchObject({
      op: 'hello',
      device: { app: 'laidan-terminal', version: client.version },
    })
    terminal.type('q')
    expect((await terminal.exited).code).toBe(0)
  },
)
