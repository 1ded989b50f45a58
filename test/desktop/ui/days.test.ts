import { expect, it } from 'vitest'
import { messagesFor } from '../../../desktop/ui/messages/index.ts'
import { dayInWords } from '../../../desktop/ui/parts/format.ts'

it.each([
  ['2026-11-03', '2026年11月3日', '3 November 2026'],
  ['2028-02-29', '2028年2月29日', '29 February 2028'],
])('the day %s in words', (day, zh, en) => {
  expect([dayInWords(day, 'zh-CN'), dayInWords(day, 'en')]).toEqual([zh, en])
})

it.each(['', '2026-13-01', 'x', '2026-11-03T10:00'])('%j is no day', (text) => {
  expect(dayInWords(text, 'zh-CN')).toBeUndefined()
})

it('a span of days names what there is of it', () => {
  const { between } = messagesFor('zh-CN').history
  expect([between('甲', '乙'), between('甲', undefined), between(undefined, '乙')]).toEqual([
    '甲 至 乙',
    '甲 起',
    '至 乙',
  ])
  const en = messagesFor('en').history.between
  expect([en('A', 'B'), en('A', undefined), en(undefined, 'B')]).toEqual(['A to B', 'From A on', 'Up to B'])
})

it('quiet hours over midnight say so', () => {
  const [zh, en] = [messagesFor('zh-CN').settings, messagesFor('en').settings]
  expect([zh.quietSpan('22:00', '08:00'), zh.quietSpan('13:00', '15:30')]).toEqual([
    '每天 22:00 至次日 08:00',
    '每天 13:00 至 15:30',
  ])
  expect(en.quietSpan('22:00', '08:00')).toBe('Every day from 22:00 to 08:00 the next day')
})
