import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LOCALES } from '../../../shared/locales.ts'
import { columnsOf } from '../../../shared/tickets/columns.ts'
import { layOutTicket } from '../../../shared/tickets/lay-out-ticket.ts'
import { FRAME_COLUMNS } from '../../../shared/tickets/papers.ts'
import type { OrderTicketKind, Ticket, TicketBlock, TicketLine, TicketOrder } from '../../../shared/tickets/ticket.ts'
import { FAMILY, HOSTILE, onPaper, usualTicket } from '../../support/ticket-orders.ts'

const KINDS: readonly OrderTicketKind[] = ['kitchen', 'customer', 'cancel', 'urge']
const PAPERS = [58, 80] as const

const linesOf = (block: TicketBlock): readonly TicketLine[] =>
  block.block === 'line' ? [block] : block.block === 'frame' ? block.lines : []
const written = (blocks: readonly TicketBlock[]) =>
  blocks.flatMap(linesOf).map(({ runs }) => runs.map(({ text }) => text).join(''))
/** The text of a ticket without the breaks of its lines. */
const words = (ticket: Ticket) => written(ticket.blocks).join('').replaceAll(' ', '')
const widthOf = ({ runs }: TicketLine) => runs.reduce((sum, { text, wide }) => sum + columnsOf(text) * wide, 0)

/** Lines that a printer would have to wrap. */
function tooWide({ blocks, columns }: Ticket): string[] {
  return blocks
    .flatMap((block) => {
      const room = block.block === 'frame' ? columns - FRAME_COLUMNS : columns
      return linesOf(block).filter((line) => widthOf(line) > room)
    })
    .map(({ runs }) => runs.map(({ text }) => text).join('|'))
}

describe.each(PAPERS)('a ticket on %i mm', (paper) => {
  it.each(LOCALES)('in %s says number, time, dishes, notes, portions and the number to compare', (locale) => {
    const text = words(usualTicket('kitchen', paper, locale))
    for (const part of ['0042', '18:05', '10', 'M-20261127-0042', '2026-11-27']) expect(text).toContain(part)
    for (const part of locale === 'en' ? ['Kungpaochicken', '※packthesoupapart'] : ['宫保鸡丁', '※汤单独装', '共10份'])
      expect(text).toContain(part)
  })

  it.each(['kitchen', 'customer', 'urge'] as const)(
    '%s frames its warnings before any dish or remark (I20)',
    (kind) => {
      const { blocks } = usualTicket(kind, paper, 'zh-CN')
      const frame = blocks.findIndex(({ block }) => block === 'frame')
      const head = written(blocks.slice(0, frame)).join('')
      expect(written(blocks.slice(frame, frame + 1)).join('')).toMatch(/注意.*花生过敏.*宫保鸡丁：/)
      expect(head).toContain('0042')
      expect(head).not.toMatch(/宫保鸡丁|谢谢/)
    },
  )

  it('prints the warnings of a remark that is longer than paper for it (I20)', () => {
    const order = { ...FAMILY, remark: `${'好吃'.repeat(2_000)}。我对虾过敏。`, items: [] }
    const text = words(layOutTicket(order, { ...onPaper(paper, 'zh-CN'), kind: 'kitchen' }))
    expect(text).toContain('我对虾过敏')
    expect(text.length).toBeLessThan(1_300)
  })

  it('prints every one of 200 dishes and 8 warnings', () => {
    const items = Array.from({ length: 200 }, (_, n) => ({
      name: `菜${n}号`,
      quantity: 1,
      note: n < 8 ? `不要葱${n}` : '',
    }))
    const text = words(layOutTicket({ ...FAMILY, items }, { ...onPaper(paper, 'zh-CN'), kind: 'kitchen' }))
    expect(items.filter(({ name }) => !text.includes(name))).toEqual([])
  })

  it('writes the foods of a warning that consists of pictures', () => {
    const order: TicketOrder = { ...FAMILY, warnings: [{ text: '🥜❌' }, { text: '不要🌶️' }] }
    expect(words(layOutTicket(order, { ...onPaper(paper, 'zh-CN'), kind: 'kitchen' }))).toMatch(
      /\[花生\]×.*不要\[辣椒\]/,
    )
    expect(words(layOutTicket(order, { ...onPaper(paper, 'en'), kind: 'kitchen' }))).toContain('[peanut]×')
  })

  it('says what a frame has left out', () => {
    const order: TicketOrder = { ...FAMILY, moreItems: 7, warnings: [{ text: '对虾过敏' }], moreWarnings: 2 }
    const text = words(layOutTicket(order, { ...onPaper(paper, 'zh-CN'), kind: 'kitchen' }))
    for (const part of ['还有7样', '还有2条注意', '共10+份']) expect(text).toContain(part)
  })

  it('has no line that a printer must wrap, whatever the texts', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc
        .array(fc.constantFrom('菜', 'W', ' ', '，', '😀', 'ก', 'é', '👨‍👩‍👧', '\u001b', '½', 'Ж'), { maxLength: 60 })
        .map((a) => a.join('')),
    )
    const item = fc.record({ name: text, quantity: fc.integer({ min: 1, max: 9_999 }), note: text })
    const order = fc.record({ number: text, fulfilment: text, remark: text, items: fc.array(item, { maxLength: 4 }) })
    fc.assert(
      fc.property(order, fc.constantFrom(...KINDS), fc.boolean(), (some, kind, reprint) => {
        const options = { ...onPaper(paper, 'zh-CN'), kind, reprint }
        const customer = { name: some.remark, phone: some.number, address: some.fulfilment }
        const ticket = layOutTicket({ ...FAMILY, ...some, customer, cancelReason: some.remark }, options)
        expect(tooWide(ticket)).toEqual([])
        expect(written(ticket.blocks).join('')).not.toMatch(/\p{Cc}|\p{Cs}/u)
      }),
    )
  })

  it.each([...KINDS, 'test', 'day'] as const)('%s fits, in both languages', (kind) => {
    for (const locale of LOCALES) expect(tooWide(usualTicket(kind, paper, locale, true))).toEqual([])
  })
})

describe('a ticket', () => {
  it('is marked as a reprint only where it is one', () => {
    expect(words(usualTicket('kitchen', 80, 'zh-CN', true))).toMatch(/补打.*核对/)
    expect(words(usualTicket('kitchen', 80, 'zh-CN'))).not.toContain('补打')
  })

  it('for the kitchen keeps telephone and address from the kitchen; the one for the bag has them, and the amount', () => {
    const kitchen = words(usualTicket('kitchen', 80, 'zh-CN'))
    const customer = words(usualTicket('customer', 80, 'zh-CN'))
    expect(kitchen).toContain('王女士')
    expect(kitchen).not.toMatch(/13800138000|建国路/)
    for (const part of ['13800138000', '建国路88号', '￥218.50', '￥77.00']) expect(customer).toContain(part)
  })

  it('of a cancellation says to stop, and why; of an urge, the how manyth', () => {
    expect(words(usualTicket('cancel', 80, 'zh-CN'))).toMatch(/订单取消.*请停止制作.*顾客要求取消.*宫保鸡丁/)
    expect(words(usualTicket('urge', 80, 'zh-CN'))).toMatch(/客户催单.*第2次催单/)
  })

  it('grows its number until it differs from the other open ones', () => {
    const options = { ...onPaper(80, 'zh-CN'), kind: 'kitchen' as const }
    const head = (openNumbers: string[]) =>
      written(layOutTicket({ ...FAMILY, number: 'A-10042' }, { ...options, openNumbers }).blocks).slice(0, 2)
    expect(head([])).toContain('0042')
    expect(head(['B-20042'])).toEqual([expect.anything(), expect.stringMatching(/^A?10042$/)])
  })

  it('of an order without number, amount, time or customer is still a ticket', () => {
    const bare: TicketOrder = { number: '', currency: '', fulfilment: '', items: [] }
    for (const kind of KINDS) {
      const ticket = layOutTicket(bare, { ...onPaper(58, 'en'), kind })
      expect(tooWide(ticket)).toEqual([])
      expect(ticket.blocks.some(({ block }) => block === 'qr')).toBe(false)
    }
  })

  it('shows hostile texts as texts', () => {
    const text = words(layOutTicket(HOSTILE, { ...onPaper(58, 'zh-CN'), kind: 'customer' }))
    expect(text).toContain('cutV')
    expect(text).not.toMatch(/[\p{Cc}\u202e\u200b\u2028]/u)
    expect(text).toContain('1/2份')
  })
})
