import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { espeakPace, naturalPace } from '../../../shared/phrases/reading/pace.ts'
import { twentyOrders } from '../../shared/phrases/twenty-orders.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { espeakSeconds, readTable, TABLE_FILE, tableRows } from './phrase-table.ts'

const version = spawnSync('espeak-ng', ['--version'])

describe('the table of sentences', () => {
  it('has the sentences that are said', () => {
    const rows = readTable(readFileSync(TABLE_FILE, 'utf8'))
    expect(rows.map(({ text }) => text)).toEqual(twentyOrders().map(({ text }) => text))
    expect(rows).toHaveLength(20)
  })

  it('a natural voice says the typical order in four seconds, a repetition in three and a half', () => {
    for (const { text, kind } of twentyOrders()) {
      const most = { typical: 4, repeat: 3.51, any: 12 }[kind]
      expect([text, naturalPace(text) <= most]).toEqual([text, true])
    }
  })
})

describe('espeak-ng’s clock', () => {
  beforeEach((context) => context.skip(version.status !== 0, 'needs espeak-ng'))

  it('says the typical order in six seconds, a repetition in three and a half, and the page’s seconds are true', async () => {
    const stated = readTable(readFileSync(TABLE_FILE, 'utf8'))
    for (const [at, { text, kind, espeakSeconds }] of (await tableRows(tempDir())).entries()) {
      expect([text, espeakSeconds <= { typical: 6, repeat: 3.5, any: 12 }[kind]]).toEqual([text, true])
      expect(Math.abs(espeakSeconds - (stated[at]?.seconds ?? 0))).toBeLessThan(0.3)
    }
  }, 400_000)

  it('is never behind the estimate by more than a twentieth, nor ahead of it by two thirds', async () => {
    const texts = [
      ...twentyOrders(),
      { text: '龙'.repeat(40), locale: 'zh-CN' as const },
      { text: '零零四二，KFC套餐，7Up，两份Coca Cola', locale: 'zh-CN' as const },
      { text: '300 grams, 10 30, 7 Up, 2 litres', locale: 'en' as const },
      { text: 'one 米饭, two 宫保鸡丁, please accept now', locale: 'en' as const },
    ]
    const seconds = await espeakSeconds(texts, tempDir())
    for (const [at, { text }] of texts.entries()) {
      const real = seconds[at] ?? 0
      expect([text, real <= espeakPace(text) * 1.05, espeakPace(text) <= real * 1.67]).toEqual([text, true, true])
    }
  }, 400_000)
})
