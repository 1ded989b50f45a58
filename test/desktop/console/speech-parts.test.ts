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

  it.each([
    '长'.repeat(200),
    '请多放一点辣椒和醋'.repeat(9),
    'please put '.repeat(20).trim(),
    'x'.repeat(300),
    'a1'.repeat(90),
  ])('cut a clause without a pause, %s, by seconds', (text) => {
    for (const rate of [0.5, 0.7, 1, 2]) {
      const parts = speechParts(text, rate)
      expect(parts.join('')).toBe(text)
      for (const part of parts) expect(durationOf(part, rate)).toBeLessThanOrEqual(10_000)
    }
  })

  it('cut a long clause between words, before one that begins a thought', () => {
    const parts = speechParts(`${'多放辣椒'.repeat(8)}还要四份餐具谢谢老板`, 1)
    expect(parts[1]).toBe('还要四份餐具谢谢老板')
    for (const part of speechParts('please put extra chilli on everything '.repeat(6).trim(), 1))
      expect(part.trim()).toMatch(
        /^(?:please|put|extra|chilli|on|everything)\b.*(?:please|put|extra|chilli|on|everything)$/,
      )
  })

  it('leave alone what is short', () => {
    expect(speechParts('声音测试，听到这句话', 1)).toEqual(['声音测试，听到这句话'])
    expect(speechParts('', 1)).toEqual([''])
    expect(speechParts('，。', 1)).toEqual(['，。'])
  })
})
