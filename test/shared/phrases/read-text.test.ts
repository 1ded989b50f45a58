import { describe, expect, it } from 'vitest'
import { EN_RULES } from '../../../shared/phrases/en-rules.ts'
import { readText } from '../../../shared/phrases/reading/read-text.ts'
import { chineseReads, espeakReads, lettersRead } from '../../../shared/phrases/reading/readable.ts'
import { ZH_RULES } from '../../../shared/phrases/zh-cn-rules.ts'

const zh = (text: string) => readText(text, { rules: ZH_RULES, reads: espeakReads })
const en = (text: string) => readText(text, { rules: EN_RULES, reads: espeakReads })

describe('figures and signs of a customer, in Chinese', () => {
  it.each([
    ['套餐10', '套餐十'],
    ['可乐330', '可乐三百三十'],
    ['1/2糖', '二分之一糖'],
    ['１／２糖', '二分之一糖'],
    ['3/4', '四分之三'],
    ['1 1/2', '一又二分之一'],
    ['1½', '一又二分之一'],
    ['¼', '四分之一'],
    ['½份', '半份'],
    ['1½份', '一份半'],
    ['半份', '半份'],
    ['24/7', '二十四、七'],
    ['12/25送', '十二月二十五日送'],
    ['2023-11-14', '二零二三年十一月十四日'],
    ['2024年', '二零二四年'],
    ['10:30送到', '十点三十分送到'],
    ['10:05', '十点零五分'],
    ['2:00前', '两点前'],
    ['１０：３０', '十点三十分'],
    ['18:30-19:00', '十八点三十分到十九点'],
    ['6pm', '下午六点'],
    ['1:1', '一比一'],
    ['10-15分钟', '十到十五分钟'],
    ['10～15分钟', '十到十五分钟'],
    ['10—15分钟', '十到十五分钟'],
    ['2-3人', '二到三人'],
    ['5-10℃', '五到十摄氏度'],
    ['-18°C', '零下十八摄氏度'],
    ['50°F', '五十华氏度'],
    ['45°', '四十五度'],
    ['250g牛肉', '二百五十克牛肉'],
    ['1.5kg', '一点五公斤'],
    ['2kg', '两公斤'],
    ['可口可乐330ml', '可口可乐三百三十毫升'],
    ['５００ＭＬ', '五百毫升'],
    ['500㎖', '五百毫升'],
    ['2L', '两升'],
    ['30㎝', '三十厘米'],
    ['12寸', '十二寸'],
    ['12吋', '十二寸'],
    ['9″', '九寸'],
    ['50%糖', '百分之五十糖'],
    ['３０％', '百分之三十'],
    ['5‰', '千分之五'],
    ['20×30', '二十乘三十'],
    ['20x30cm', '二十乘三十厘米'],
    ['20cm×30cm', '二十厘米乘三十厘米'],
    ['20*30*15', '二十乘三十乘十五'],
    ['可乐×2', '可乐两份'],
    ['可乐 x3', '可乐 三份'],
    ['2×可乐', '两份可乐'],
    ['7-Up', '7Up'],
    ['A-3', 'A3'],
    ['珍珠+椰果', '珍珠加椰果'],
    ['+1份', '加一份'],
    ['~10分钟', '约十分钟'],
    ['±5', '正负五'],
    ['≤3', '不超过三'],
    ['¥38.5', '三十八点五元'],
    ['$2', '两美元'],
    ['2个蛋', '两个蛋'],
    ['２份', '两份'],
    ['2两面', '二两面'],
    ['第2次', '第二次'],
    ['2号桌', '二号桌'],
    ['12个', '十二个'],
    ['1,000克', '一千克'],
    ['1，2，3', '一，二，三'],
    ['007', '零零七'],
    ['0.5', '零点五'],
    ['#3', '三号'],
    ['No.5', '五号'],
    ['3#楼', '三号楼'],
    ['①份', '一 份'],
    ['葱/姜', '葱、姜'],
    ['A&B', 'A and B'],
    ['盐&胡椒', '盐和胡椒'],
    ['w/o nuts', 'without nuts'],
  ])('%s is read %s', (text, read) => {
    expect(zh(text)).toEqual({ text: read, whole: true })
  })
})

describe('figures and signs of a customer, in English', () => {
  it.each([
    ['1/2 sugar', 'one half sugar'],
    ['½', 'one half'],
    ['1½', 'one and a half'],
    ['3/4', 'three quarters'],
    ['2/3', 'two thirds'],
    ['10:30', '10 30'],
    ['10:05', '10 oh 5'],
    ['10:00', '10 o clock'],
    ['10-15 min', '10 to 15 minutes'],
    ['1 kg', '1 kilogram'],
    ['330ml', '330 millilitres'],
    ['-18°C', 'minus 18 degrees Celsius'],
    ['20×30cm', '20 by 30 centimetres'],
    ['cola ×2', 'cola times 2'],
    ['12"', '12 inch'],
    ['50%', '50 percent'],
    ['salt + pepper', 'salt plus pepper'],
    ['salt & pepper', 'salt and pepper'],
    ['and/or', 'and or or'],
    ['w/o nuts', 'without nuts'],
    ['w/ cheese', 'with cheese'],
    ['~10', 'about 10'],
    ['7-Up', '7 Up'],
    ['$5', '5 dollars'],
    ['#3', 'number 3'],
    ['1,000', '1000'],
  ])('%s is read %s', (text, read) => {
    expect(en(text)).toEqual({ text: read, whole: true })
  })
})

describe('what a voice cannot read', () => {
  it.each(['ホットコーヒー', '𩽾', 'Ж', 'กาแฟ', 'قهوة', '커피', '🚫🥜', 'a ⚠ b', 'C++', '5^2', '燶'])(
    '%s is left out, and said to be missing',
    (text) => {
      const { text: spoken, whole } = zh(text)
      expect(spoken).not.toMatch(/[\p{Script=Katakana}\p{Script=Cyrillic}\p{Script=Thai}\p{Script=Arabic}\p{S}𩽾燶]/u)
      expect(whole).toBe(false)
    },
  )

  it.each(['谢谢🙏', '好吃❤️', '（微辣）', '“少盐”', 'crème brûlée', '香菜——不要'])('%s lacks nothing', (text) => {
    expect(zh(text).whole).toBe(true)
  })

  it('differs by voice: a natural one reads more of Chinese, one of letters none', () => {
    const by = (reads: typeof espeakReads) => readText('燶米饭 rice', { rules: EN_RULES, reads })
    expect(by(espeakReads)).toEqual({ text: '米饭 rice', whole: false })
    expect(by(chineseReads)).toEqual({ text: '燶米饭 rice', whole: true })
    expect(by(lettersRead)).toEqual({ text: 'rice', whole: false })
  })

  it('loses only the marks of Vietnamese', () => {
    expect(en('phở bò')).toEqual({ text: 'pho bò', whole: true })
  })
})
