import { expect, it } from 'vitest'
import { beginningOf, daysOf, endOf } from '../../../desktop/ui/history/days.ts'
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

it.each([
  ['2026-11-26', 'Asia/Shanghai', '2026-11-25T16:00Z', '2026-11-26T16:00Z'],
  // 25 hours: the clocks go back.
  ['2026-11-01', 'America/New_York', '2026-11-01T04:00Z', '2026-11-02T05:00Z'],
  ['2026-03-08', 'America/New_York', '2026-03-08T05:00Z', '2026-03-09T04:00Z'],
  ['2026-11-26', 'Pacific/Apia', '2026-11-25T11:00Z', '2026-11-26T11:00Z'],
  ['2026-11-26', 'Etc/GMT+12', '2026-11-26T12:00Z', '2026-11-27T12:00Z'],
  ['2026-12-31', 'UTC', '2026-12-31T00:00Z', '2027-01-01T00:00Z'],
])('the day %s in %s begins and ends by the store’s clocks', (day, zone, begins, ends) => {
  expect([beginningOf(day, zone), endOf(day, zone)]).toEqual([Date.parse(begins), Date.parse(ends)])
})

it('a day without a zone, or in one that this host does not know, is the device’s', () => {
  const own = new Date('2026-11-26T00:00').getTime()
  expect([beginningOf('2026-11-26', undefined), beginningOf('2026-11-26', 'Mars/Olympus')]).toEqual([own, own])
  expect([beginningOf('', 'UTC'), endOf('x', 'UTC')]).toEqual([undefined, undefined])
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

it('orders stand under the days of the store, whatever day it is here', () => {
  const at = (time: string) => ({ order: { createdAt: Date.parse(time) } })
  const orders = [at('2026-11-26T16:30Z'), at('2026-11-26T15:30Z'), at('2026-11-26T01:00Z')]
  expect(daysOf(orders, 'Asia/Shanghai').map(([day, ofDay]) => [day, ofDay.length])).toEqual([
    ['2026-11-27', 1],
    ['2026-11-26', 2],
  ])
  expect(daysOf([], undefined)).toEqual([])
})
