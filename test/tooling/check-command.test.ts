import { describe, expect, it } from 'vitest'
import { readCommands } from '../../desktop/tools/check/read-commands.ts'
import { runCommand } from '../../desktop/tools/check/run-command.ts'
import { root } from './source-files.ts'

describe('npm run check', () => {
  it('runs what the scripts say, each command by itself', () => {
    const manifest = JSON.stringify({ scripts: { 'check:types': 'tsc -p a && tsc -p b', 'check:lint': 'biome ci .' } })
    expect(readCommands(manifest, ['types', 'lint'])).toEqual(['tsc -p a', 'tsc -p b', 'biome ci .'])
    expect(() => readCommands(manifest, ['dead'])).toThrow('no script check:dead')
  })

  it('finds the programs that npm would find, and tells what they said and how they ended', async () => {
    expect(await runCommand(root, 'biome --version')).toMatchObject({ code: 0, output: /^Version: \S+\n$/ })
    const failed = await runCommand(root, 'node -e "console.error(7); process.exit(3)"')
    expect(failed).toMatchObject({ code: 3, output: '7\n' })
    expect((await runCommand(root, 'no-such-program')).code).not.toBe(0)
  })
})
