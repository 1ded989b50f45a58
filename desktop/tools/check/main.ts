import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { readCommands } from './read-commands.ts'
import { runCommand } from './run-command.ts'

// `npm run check`: the commands of the scripts check:types, check:lint, check:dead and check:openapi, side by side. Prints a line for
// each, with its time, and all that it said if it failed or warned; ends with 1 if one of them failed.

const root = join(import.meta.dirname, '../../..')

async function check(): Promise<void> {
  const waiting = readCommands(readFileSync(join(root, 'package.json'), 'utf8'), ['types', 'lint', 'dead', 'openapi'])
  const began = performance.now()
  const failed: string[] = []

  async function work(): Promise<void> {
    for (;;) {
      const command = waiting.shift()
      if (command === undefined) return
      const { code, output, seconds } = await runCommand(root, command)
      process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'} ${seconds.toFixed(1)} s  ${command}\n${output}`)
      if (code !== 0) failed.push(command)
    }
  }

  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work))
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  const mend = failed.some((command) => command.startsWith('biome')) ? '\nnpm run fix mends formatting.' : ''
  process.stdout.write(failed.length === 0 ? `All well after ${seconds} s.\n` : `Failed: ${failed.join(', ')}${mend}\n`)
  process.exitCode = failed.length === 0 ? 0 : 1
}

await check()
