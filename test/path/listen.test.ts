import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runChild } from '../support/run-child.ts'
import { tempDir } from '../support/temp-dir.ts'

/** The README's own commands, in processes of their own, on a folder of their own. */
async function startShop(): Promise<{
  env: Record<string, string>
  dataDir: string
  server: ReturnType<typeof runChild>
}> {
  const dataDir = tempDir()
  const env = { DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'warn' }
  const server = runChild('server/main.ts', [], env)
  await server.until('npm run pairing-code')
  return { env, dataDir, server }
}

const espeak = spawnSync('espeak-ng', ['--version']).status === 0

it.skipIf(!espeak)(
  'start, listen, order: the reminder is printed and spoken in Mandarin, and an answer silences it (needs espeak-ng)',
  async () => {
    const { env, dataDir } = await startShop()
    const listener = runChild(
      'desktop/hosts/terminal/main.ts',
      ['--render', join(dataDir, 'said'), '--name', '前台', '--undo', '0'],
      env,
    )
    await listener.until('已连接')

    const order = runChild('demo/main.ts', ['--dish', '宫保鸡丁 x2', '--remark', '不要香菜', '--amount', '38.5'], env)
    expect(await order.exited).toEqual({ code: 0, signal: null })
    const number = /Order (\d+) placed/.exec(order.output())?.[1] ?? ''
    // The words for kind and warning, and the total, give way to seconds by the length of the number.
    const said = /“([^”]*注意：?不要香菜，两份宫保鸡丁[^”]*)”/
    const printed = await listener.until(said)
    expect(printed).toContain(`新订单  #${number}  ¥38.50`)
    expect(printed).toContain('注意: 不要香菜')
    expect(printed).toContain('宫保鸡丁 ×2')

    const urge = runChild('demo/main.ts', ['--urge'], env)
    expect(await urge.exited).toEqual({ code: 0, signal: null })
    await listener.until(/“客户催单，.*仍未接单”/)

    listener.type('a')
    await listener.until(`#${number} 已接单`)
    listener.type('q')
    expect((await listener.exited).code).toBe(0)

    // What was said, by the ear of arithmetic: a sound file of plausible length, from phonemes none of which is English.
    const [first] = readdirSync(join(dataDir, 'said')).toSorted()
    const seconds = wavSeconds(readFileSync(join(dataDir, 'said', first ?? '')))
    const sentence = said.exec(printed)?.[1] ?? ''
    expect(seconds).toBeGreaterThan(sentence.length * 0.12)
    expect(seconds).toBeLessThan(sentence.length * 0.6)
    const phonemes = execFileSync('espeak-ng', ['-q', '-x', '-v', 'cmn-latn-pinyin', sentence], { encoding: 'utf8' })
    expect(phonemes).not.toContain('(en)')
  },
)

it('a listener that was away says what it missed, and one that is killed comes back where it was', async () => {
  const { env, server } = await startShop()
  const first = runChild('desktop/hosts/terminal/main.ts', [], env)
  await first.until('已连接')
  await first.kill('SIGKILL')
  expect((await runChild('demo/main.ts', ['--dish', '水煮鱼'], env).exited).code).toBe(0)

  const second = runChild('desktop/hosts/terminal/main.ts', [], env)
  await second.until('水煮鱼 ×1')
  await server.kill('SIGTERM')
  await second.until('已断开')
})

it('two listeners in one folder are refused; without a server, and with a wrong code, they say what to do', async () => {
  const { env, dataDir } = await startShop()
  const first = runChild('desktop/hosts/terminal/main.ts', [], env)
  await first.until('已连接')
  const second = runChild('desktop/hosts/terminal/main.ts', [], env)
  expect((await second.exited).code).toBe(1)
  expect(second.output()).toContain('--state ')

  const lost = runChild('desktop/hosts/terminal/main.ts', [], { ...env, DATA_DIR: join(dataDir, 'nothing') })
  expect((await lost.exited).code).toBe(1)
  expect(lost.output()).toContain('npm start')

  const { url } = JSON.parse(readFileSync(join(dataDir, 'local-keys.json'), 'utf8')) as { url: string }
  for (const [language, words] of [
    ['zh_CN.UTF-8', '配对码不对、用过了，或者过期了。'],
    ['en_GB.UTF-8', 'The pairing code is wrong, used, or expired.'],
  ] as const) {
    const guesser = runChild(
      'desktop/hosts/terminal/main.ts',
      ['--server', url, '--code', '000-000-000', '--state', join(dataDir, 'other')],
      { ...env, LC_ALL: language },
    )
    expect((await guesser.exited).code).toBe(1)
    expect(guesser.output()).toContain(words)
  }
})

/** Bytes of sound over bytes a second, from the RIFF header. */
function wavSeconds(wav: Buffer): number {
  expect(wav.toString('latin1', 0, 4)).toBe('RIFF')
  return (wav.length - 44) / wav.readUInt32LE(28)
}
