import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { espeakReadsHan, READ_HAN } from '../../../shared/phrases/reading/espeak-han.ts'

const ESPEAK = 'espeak-ng'
const version = spawnSync(ESPEAK, ['--version'], { encoding: 'utf8' })
const missing = version.error !== undefined
/** The dictionary differs by version; the table is that of 1.51, which the distributions of today have. */
const other = !missing && !version.stdout.includes('1.51')

/** Asks the Mandarin voice which of these characters are one syllable of Mandarin. */
function askEspeak(characters: readonly string[]): boolean[] {
  const input = characters.map((character) => `${character}。`).join('\n\n')
  const { stdout } = spawnSync(ESPEAK, ['-q', '-x', '-b', '1', '-v', 'cmn-latn-pinyin', '--stdin'], {
    ...{ input, encoding: 'utf8' },
  })
  const lines = stdout.split('\n').filter((line) => line.trim() !== '')
  return lines.map((line) => line.split('_|').length === 2 && !line.includes('(en)') && !line.trim().startsWith('@:'))
}

const all = Array.from({ length: READ_HAN.last - READ_HAN.first + 1 }, (_, i) =>
  String.fromCodePoint(READ_HAN.first + i),
)

describe.skipIf(missing || other)('the table of what espeak-ng reads (needs espeak-ng 1.51)', () => {
  it('is right about every character that it leaves out', () => {
    const left = all.filter((character) => !espeakReadsHan(character))
    expect(left.length).toBeGreaterThan(500)
    const asked = askEspeak(left)
    expect(asked).toHaveLength(left.length)
    expect(left.filter((_, at) => asked[at] === true)).toEqual([])
  })

  // All twenty thousand take minutes; every fortieth still finds a table of another engine.
  it('is right about a sample of those that it has, and about the words of kitchens', () => {
    const words = [...'宫保鸡丁鱼香肉丝麻婆豆腐酸辣汤珍珠奶茶椰果红烧肉饺子馄饨煲焗冇走葱餸囍裏麵貳參']
    const sample = [...all.filter((character, at) => at % 40 === 0 && espeakReadsHan(character)), ...words]
    const asked = askEspeak(sample)
    expect(asked).toHaveLength(sample.length)
    expect(sample.filter((_, at) => asked[at] === false)).toEqual([])
    expect(words.filter((character) => !espeakReadsHan(character))).toEqual([])
  })
})
