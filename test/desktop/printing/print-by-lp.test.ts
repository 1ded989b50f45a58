import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { printByLp } from '../../../desktop/printing/spooler/print-by-lp.ts'
import { tempDir } from '../../support/temp-dir.ts'

/** A program in place of `lp`, which writes down how it was called and what it was given. */
function fakeLp(exit: number): { program: string; args(): string; given(): Buffer } {
  const dir = tempDir()
  const program = join(dir, 'lp')
  writeFileSync(program, `#!/bin/sh\nprintf '%s ' "$@" > ${dir}/args\ncat > ${dir}/given\nexit ${exit}\n`)
  chmodSync(program, 0o755)
  return {
    program,
    args: () => readFileSync(join(dir, 'args'), 'utf8').trim(),
    given: () => readFileSync(join(dir, 'given')),
  }
}

describe.skipIf(process.platform === 'win32')('a print queue of the system (needs a shell)', () => {
  it('takes the bytes as they are', async () => {
    const lp = fakeLp(0)
    const bytes = Uint8Array.of(0x1b, 0x40, 0x00, 0xff, 0x0a)
    expect(await printByLp('kitchen', bytes, lp.program)).toEqual({ outcome: 'ok' })
    expect(lp.args()).toBe('-d kitchen -o raw -')
    expect([...lp.given()]).toEqual([...bytes])
  })

  it('that refuses, or is not there, is a fault without a doubt', async () => {
    expect(await printByLp('kitchen', Uint8Array.of(1), fakeLp(1).program)).toEqual({ outcome: 'queue_failed' })
    expect(await printByLp('kitchen', Uint8Array.of(1), '/nowhere/lp')).toEqual({ outcome: 'queue_failed' })
  })
})
