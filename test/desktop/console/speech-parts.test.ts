import { describe, expect, it } from 'vitest'
import { durationOf, speechParts } from '../../../desktop/hosts/console/sound/speech-parts.ts'

describe('speech parts', () => {
  const long =
    '您有新的外卖订单，尾号零零四二，备注：孩子对花生过敏，宫保鸡丁两份，麻婆豆腐一份，米饭三份，共一百二十六元五角'

  it('say every character once, each part in less than ten seconds', () => {
    for (const rate of [0.5, 1, 2]) {
      const parts = speechParts(long, rate)
      expect(parts.join('')).toBe(long)
      for (const part of parts) expect(durationOf(part, rate)).toBeLessThan(10_000)
    }
    expect(speechParts(long, 0.5).length).toBeGreaterThan(speechParts(long, 2).length)
  })

  it('leave alone what is short, or has no pause to be cut at', () => {
    expect(speechParts('声音测试，听到这句话', 1)).toEqual(['声音测试，听到这句话'])
    expect(speechParts('长'.repeat(200), 1)).toEqual(['长'.repeat(200)])
    expect(speechParts('', 1)).toEqual([''])
    expect(speechParts('，。', 1)).toEqual(['，。'])
  })
})
