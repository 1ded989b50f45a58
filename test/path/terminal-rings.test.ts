import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { PairingCodeGrant } from '../../shared/api/devices.ts'
import { runChild } from '../support/run-child.ts'
import { tempDir } from '../support/temp-dir.ts'
import { startTestServer } from '../support/test-server.ts'

/** Stand-ins for the programs that make sound, which note how they are called. */
function notingPrograms(dir: string): { env: Record<string, string>; notes(): string } {
  const bin = join(dir, 'bin')
  const notes = join(dir, 'notes.txt')
  mkdirSync(bin)
  writeFileSync(notes, '')
  for (const name of ['pw-play', 'espeak-ng']) {
    writeFileSync(join(bin, name), `#!/bin/sh\necho "${name} $*" >> '${notes}'\ncat > /dev/null\n`)
    chmodSync(join(bin, name), 0o755)
  }
  return { env: { PATH: `${bin}:${process.env['PATH'] ?? ''}` }, notes: () => readFileSync(notes, 'utf8') }
}

it.skipIf(process.platform !== 'linux')(
  'without a terminal it rings before it speaks, shows its keys and its log, and tells answers in people’s words (its players are Linux’s)',
  async () => {
    const server = await startTestServer()
    const { api, storeId } = server
    const dir = tempDir()
    const state = join(dir, 'state')
    const { env, notes } = notingPrograms(dir)
    const path = `/v1/stores/${storeId}/pairing-codes`
    const { code } = (await api.call('POST', path, { as: api.operatorKey })).body as PairingCodeGrant
    const args = ['--server', server.url, '--code', code, '--name', '前台', '--state', state]
    const terminal = runChild('desktop/hosts/terminal/main.ts', args, env)

    await terminal.until('a 接单')
    await terminal.until(`技术日志写在：${join(state, 'terminal.log')}`)
    await terminal.until('已连接')
    await api.placePaid({ number: 'T-0001' })
    await terminal.until('新订单  #T-0001')
    await expect.poll(notes).toMatch(/pw-play .*\/sounds\/new-order-398\.wav\n(.*\n)*espeak-ng /)
    terminal.type('a')
    await terminal.until('#T-0001 将接单，5 秒内输入 u 可以撤销\n')
    terminal.type('u')
    await terminal.until('#T-0001 已撤销，什么也没有送出\n')
    terminal.type('a')
    await terminal.until('#T-0001 已接单\n')

    await api.placePaid({ number: 'T-0002' })
    await terminal.until('新订单  #T-0002')
    terminal.type('r 卖完了')
    await terminal.until('#T-0002 已拒单（卖完了）\n')
    const { id } = await api.placePaid({ number: 'T-0003' })
    await terminal.until('新订单  #T-0003')
    const other = await api.pair(storeId, '厨房')
    await api.move(other.token, id, 'confirm')
    await terminal.until('#T-0003 已接单（厨房）')
    // What could still be taken back is sent at an orderly end.
    const last = await api.placePaid({ number: 'T-0004' })
    await terminal.until('新订单  #T-0004')
    terminal.type('a')
    terminal.type('q')
    expect((await terminal.exited).code).toBe(0)
    const { body } = await api.call('GET', `/v1/orders/${last.id}`, { as: api.orderingKey })
    expect(body).toMatchObject({ status: 3 })
    expect(terminal.output()).not.toMatch(/[{}]/)
  },
)
