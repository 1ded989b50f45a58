import { describe, expect, it } from 'vitest'
import { phrasesFor } from '../../../shared/phrases/index.ts'
import { espeakPace } from '../../../shared/phrases/reading/pace.ts'
import { orderSummarySchema } from '../../../shared/reminder.ts'
import { speakable } from '../../../shared/text.ts'
import { orderWarnings } from '../../../shared/warnings/order-warnings.ts'

/** An order as a frame has it. */
function order(remark: string, notes: string[] = []) {
  const items = notes.map((note, at) => ({ name: `菜${'甲乙丙丁戊己庚辛'[at] ?? ''}`, quantity: 1, note }))
  const { warnings, more } = orderWarnings({ remark, items })
  return orderSummarySchema.parse({
    ...{
      number: '20260101-0042',
      amountMinor: 100,
      currency: 'CNY',
      fulfilment: 'delivery',
      items,
      moreItems: 0,
      remark,
    },
    ...(warnings.length > 0 && { warnings }),
    ...(more > 0 && { moreWarnings: more }),
    ...{ customer: { phone: '13800138000' }, createdAt: 0, urges: 0 },
  })
}

describe('the warnings of an order alone', () => {
  it('are told behind its number, in either language', () => {
    expect(phrasesFor('zh-CN').warnings(order('对花生过敏'))).toEqual(['零零四二，注意对花生过敏'])
    expect(phrasesFor('en').warnings(order('peanut allergy'))).toEqual([
      'zero zero four two, attention: peanut allergy',
    ])
  })

  it('are none where it warns of nothing', () => {
    expect(phrasesFor('zh-CN').warnings(order('多给餐具'))).toEqual([])
    expect(phrasesFor('en').warnings(order('extra cutlery'))).toEqual([])
  })

  it('take as many sentences as they need, each within twelve seconds and with the number', () => {
    const notes = ['不要葱', '不放花生', '免辣', '不要香菜', '不吃牛肉', '不要蒜']
    const sentences = phrasesFor('zh-CN').warnings(order('我对海鲜和坚果都严重过敏，电话13800138000', notes))
    expect(sentences.length).toBeGreaterThan(1)
    for (const text of sentences) {
      expect(espeakPace(text)).toBeLessThanOrEqual(12)
      expect(speakable(text, 200)).toBe(text)
      expect(text).toContain('零零四二')
      expect(text).not.toMatch(/138|幺三八/)
    }
    for (const warning of ['过敏', '花生']) expect(sentences.join()).toContain(warning)
  })

  it('say that there are some, where nothing of them can be said', () => {
    const unreadable = { ...order('对花生过敏'), remark: undefined, warnings: [{ text: '⌘⌘' }] }
    expect(phrasesFor('zh-CN').warnings(unreadable)).toEqual([expect.stringMatching(/有忌口.*详见屏幕/)])
  })
})
