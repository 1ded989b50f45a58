import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'

export interface Outcome {
  code: number
  /** Both streams; empty, or ends with a line feed. */
  output: string
  seconds: number
}

/** Runs a command line as npm would, with the programs of `node_modules/.bin` on the path. A signal counts as code 1. */
export function runCommand(root: string, command: string): Promise<Outcome> {
  const began = performance.now()
  const path = [join(root, 'node_modules/.bin'), process.env['PATH'] ?? ''].join(delimiter)
  const child = spawn(command, { cwd: root, shell: true, env: { ...process.env, PATH: path } })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  return new Promise((resolve) => {
    const end = (code: number | null) =>
      resolve({
        code: code ?? 1,
        output: output.replace(/(?<=[^\n])$/, '\n'),
        seconds: (performance.now() - began) / 1000,
      })
    child.once('error', (error) => {
      output += String(error)
      end(1)
    })
    child.once('close', end)
  })
}
