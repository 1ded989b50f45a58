import { describe, expect, test } from 'vitest'
import { runChild } from '../../../desktop/speech/run-child.ts'
import { bystander, isAlive } from './rig.ts'

describe('runChild', () => {
  test('a child that dies without reading megabytes of stdin (EPIPE) is an end like any other', async () => {
    const end = await runChild({ command: 'false', args: [], stdin: '长'.repeat(5_000_000) }).ended
    expect(end).toMatchObject({ code: 1, stderr: '' })
    expect(end.fault).toBeUndefined()
  })

  test('what cannot be started is reported by the word of the system', async () => {
    expect((await runChild({ command: '/nonexistent', args: [], stdin: 'x' }).ended).fault).toBe('ENOENT')
    expect((await runChild({ command: '/', args: [], stdin: 'x' }).ended).fault).toBe('EACCES')
    expect((await runChild({ command: 'a\0b', args: [] }).ended).fault).toBe('ERR_INVALID_ARG_VALUE')
  })

  test('no shell: what a shell would expand arrives as it is', async () => {
    const { stdout } = await runChild({ command: 'printf', args: ['%s|', '$HOME', '`id`', '* ; "x'] }).ended
    expect(stdout.toString()).toBe('$HOME|`id`|* ; "x|')
  })

  test('stdin arrives byte for byte', async () => {
    const text = '您有新的订单 “引号” \' " $(x) %PATH% 𠮷 \u0001'
    expect((await runChild({ command: 'cat', args: [], stdin: text }).ended).stdout.toString('utf8')).toBe(text)
  })

  test('a flood of output is read and dropped, so that the child can end', async () => {
    const flood = 'dd if=/dev/zero bs=65536 count=400 2>/dev/null; dd if=/dev/zero bs=65536 count=4 >&2'
    const end = await runChild({ command: 'sh', args: ['-c', flood] }).ended
    expect(end.code).toBe(0)
    expect(end.stdout.length).toBe(8 * 1024 * 1024)
    expect(end.stderr.length).toBe(4096)
  })

  test('kill ends it at once, even when a grandchild holds its pipes, and twice is harmless', async () => {
    const other = bystander()
    const run = runChild({ command: 'sh', args: ['-c', 'sleep 3 & wait'] })
    run.kill()
    run.kill()
    expect((await run.ended).code).toBeNull()
    run.kill()
    expect(isAlive(other)).toBe(true)
  })
})
