import { describe, expect, test } from 'vitest'
import { scriptRuns } from '../../../shared/speech/script-runs.ts'

const zh = (text: string) => ({ locale: 'zh-CN', text })
const en = (text: string) => ({ locale: 'en', text })

describe('scriptRuns', () => {
  test.each([
    ['您有新的订单，请及时处理', [zh('您有新的订单，请及时处理')]],
    ['KFC 套餐', [en('KFC'), zh('套餐')]],
    ['套餐 KFC，两份', [zh('套餐'), en('KFC，'), zh('两份')]],
    ['可口可乐Coca-Cola两瓶', [zh('可口可乐'), en('Coca-Cola'), zh('两瓶')]],
    ['尾号 A 幺零', [zh('尾号'), en('A'), zh('幺零')]],
  ])('changes the voice where the script changes: %s', (text, runs) => {
    expect(scriptRuns(text, 'zh-CN')).toEqual(runs)
  })

  test.each([
    ['订单 1024 号', [zh('订单 1024 号')]],
    ['iPhone 15 Pro', [en('iPhone 15 Pro')]],
    ['KFC 3份', [en('KFC'), zh('3份')]],
    ['桌号A3', [zh('桌号'), en('A3')]],
    ['7UP一瓶', [en('7UP'), zh('一瓶')]],
    ['50%糖', [zh('50%糖')]],
    ['1,200.50 元', [zh('1,200.50 元')]],
  ])('a number goes with the language around it: %s', (text, runs) => {
    expect(scriptRuns(text, 'zh-CN')).toEqual(runs)
  })

  test('a number between two languages, or alone, is in the language of the utterance', () => {
    expect(scriptRuns('KFC 3份', 'en')).toEqual([en('KFC 3'), zh('份')])
    expect(scriptRuns('1024', 'zh-CN')).toEqual([zh('1024')])
    expect(scriptRuns('1024', 'en')).toEqual([en('1024')])
  })

  test('what has no letter and no digit makes no run', () => {
    expect(scriptRuns('，。… ', 'zh-CN')).toEqual([])
    expect(scriptRuns('', 'en')).toEqual([])
    expect(scriptRuns('，KFC', 'zh-CN')).toEqual([en('，KFC')])
  })

  test('nothing that can be spoken is lost or moved', () => {
    const text = '您好 KFC，3份 7UP 「微辣」 Müller こんにちは 二〇二四 50% привет 、A中1'
    const spoken = (s: string) => s.replace(/\s+/g, '')
    const together = scriptRuns(text, 'zh-CN').map((run) => run.text)
    expect(spoken(together.join(''))).toBe(spoken(text))
  })

  test('a long hostile text takes no long time', () => {
    const began = performance.now()
    scriptRuns('1'.repeat(80_000) + 'A中'.repeat(20_000) + "a'".repeat(40_000), 'zh-CN')
    // Dozens of times what it takes, and less than a pattern takes that looks back at each character.
    expect(performance.now() - began).toBeLessThan(20_000)
  })
})
