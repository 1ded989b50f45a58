import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tempDir } from './temp-dir.ts'

/** A quarter of a second of silence as espeak-ng writes it to a pipe: it announces two gigabytes. */
export const STAND_IN_SOUND = Buffer.concat([
  Buffer.from('RIFF\x24\xf0\xff\x7fWAVEfmt \x10\0\0\0\x01\0\x01\0', 'latin1'),
  Buffer.from('2256000044ac000002001000', 'hex'),
  Buffer.from('data\x00\xf0\xff\x7f', 'latin1'),
  Buffer.alloc(11_026),
])

export interface EngineStart {
  pid: number
  /** The words of its command line. */
  words: string[]
}

/** A program of ours in the place of espeak-ng: it notes what it is given. */
export interface StandInEngine {
  program: string
  /** Every start, in its order. */
  starts(): EngineStart[]
  /** The text that a start got on its standard input. */
  textOf(start: EngineStart | undefined): string
}

/** Makes one. `ending`: what it does after it has read the text, as lines of a shell; left out, it writes a sound. */
export function standInEngine(ending?: string): StandInEngine {
  const folder = tempDir()
  const [program, log, sound] = ['engine', 'starts', 'sound'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  writeFileSync(sound, STAND_IN_SOUND)
  writeFileSync(
    program,
    `#!/bin/sh
cat > '${folder}/text.'$$
echo "$$ $*" >> '${log}'
${ending ?? `cat '${sound}'`}
`,
  )
  chmodSync(program, 0o755)
  return {
    program,
    starts() {
      const lines = existsSync(log) ? readFileSync(log, 'utf8').split('\n').filter(Boolean) : []
      return lines.map((line) => {
        const [pid = '', ...words] = line.split(' ')
        return { pid: Number(pid), words }
      })
    },
    textOf(start) {
      const file = readdirSync(folder).find((name) => name === `text.${start?.pid}`)
      return file === undefined ? '' : readFileSync(join(folder, file), 'utf8')
    },
  }
}
