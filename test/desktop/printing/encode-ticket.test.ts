import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CODE_PAGE } from '../../../desktop/printing/escpos/code-page.ts'
import { encodeText } from '../../../desktop/printing/escpos/encode-text.ts'
import { encodeTicket } from '../../../desktop/printing/escpos/encode-ticket.ts'
import { LOCALES } from '../../../shared/locales.ts'
import { columnsOf } from '../../../shared/tickets/columns.ts'
import { layOutTicket } from '../../../shared/tickets/lay-out-ticket.ts'
import { paperText } from '../../../shared/tickets/paper-text.ts'
import type { Paper, Raster, Ticket, TicketKind } from '../../../shared/tickets/ticket.ts'
import { newRoll, type PaperRoll, textOf } from '../../support/printer/paper-roll.ts'
import { createEscposReader } from '../../support/printer/read-escpos.ts'
import { createRealTimeReader } from '../../support/printer/real-time.ts'
import { FAMILY, HOSTILE, onPaper, usualTicket } from '../../support/ticket-orders.ts'

const KINDS: readonly TicketKind[] = ['kitchen', 'customer', 'cancel', 'urge', 'test', 'day']
const PAPERS: readonly Paper[] = [58, 80]
const noRaster: Raster = () => undefined
/** Draws every run as the worst picture there is: the bytes of a command that a printer obeys anywhere. */
const evilRaster: Raster = (_, { widthDots, high }) => {
  const rows = new Uint8Array(Math.ceil(widthDots / 8) * high * 24)
  return {
    width: widthDots,
    height: high * 24,
    rows: rows.map((_dot, at) => [0x10, 0x14, 0x01, 0x00, 0x05][at % 5] ?? 0),
  }
}

/** Prints bytes as the imitated printer does, at once. */
function printed(bytes: Uint8Array, paper: Paper): PaperRoll & { realTime: number } {
  const roll = newRoll(paper)
  const { found, left } = createRealTimeReader().read(bytes)
  createEscposReader(roll).read(left)
  return { ...roll, realTime: found.length }
}

function print(ticket: Ticket, more: { raster?: Raster; beep?: boolean; drawer?: boolean; cut?: boolean } = {}) {
  return printed(encodeTicket(ticket, { raster: noRaster, cut: true, ...more }), ticket.paper)
}

const flat = (roll: PaperRoll) => textOf(roll).join('').replace(/[┃ ]/g, '')

describe.each(PAPERS)('on %i mm', (paper) => {
  it.each(KINDS)('%s prints as it is laid out, in both languages, and the printer wraps nothing', (kind) => {
    for (const locale of LOCALES) {
      const ticket = usualTicket(kind, paper, locale, true)
      const roll = print(ticket)
      expect(roll).toMatchObject({ strange: [], wrapped: 0, beeps: 0, drawerKicks: 0, realTime: 0 })
      expect(textOf(roll).at(-1)).toBe('[cut]')
      for (const block of ticket.blocks)
        if (block.block === 'line')
          expect(flat(roll)).toContain(
            block.runs
              .map(({ text }) => text)
              .join('')
              .replaceAll(' ', ''),
          )
    }
  })

  it('warnings stand in a frame of signs that join', () => {
    const lines = textOf(print(usualTicket('kitchen', paper, 'zh-CN')))
    const top = lines.findIndex((line) => line.startsWith('┏'))
    const bottom = lines.findIndex((line) => line.startsWith('┗'))
    expect(bottom).toBeGreaterThan(top + 1)
    for (const line of lines.slice(top + 1, bottom)) expect(line).toMatch(/^┃.*┃$/)
    expect(columnsOf(lines[top] ?? '')).toBe(paper === 58 ? 32 : 48)
  })

  it('hostile texts print as texts: no command, no byte that is no letter', () => {
    for (const raster of [noRaster, evilRaster]) {
      const roll = print(layOutTicket(HOSTILE, { ...onPaper(paper, 'zh-CN'), kind: 'customer' }), { raster })
      expect(roll).toMatchObject({ strange: [], wrapped: 0, beeps: 0, drawerKicks: 0, realTime: 0 })
      expect(textOf(roll).filter((line) => line === '[cut]')).toHaveLength(1)
    }
  })

  it('100 dishes are one ticket', () => {
    const items = Array.from({ length: 100 }, (_, n) => ({ name: `第${n}道菜`, quantity: 1, note: '不要香菜' }))
    const roll = print(layOutTicket({ ...FAMILY, items }, { ...onPaper(paper, 'zh-CN'), kind: 'kitchen' }))
    for (const { name } of items) expect(flat(roll)).toContain(name)
    expect(roll).toMatchObject({ strange: [], wrapped: 0 })
  })
})

describe('a printer', () => {
  it('beeps, opens its drawer and cuts only when it is asked to', () => {
    const ticket = usualTicket('kitchen', 80, 'zh-CN')
    expect(print(ticket, { beep: true, drawer: true })).toMatchObject({ beeps: 1, drawerKicks: 1, strange: [] })
    expect(textOf(print(ticket, { cut: false }))).not.toContain('[cut]')
  })

  it('gets no text that could drive it, whatever the text (property)', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.array(fc.integer({ min: 0, max: 0x3ff }).map((n) => String.fromCharCode(n))).map((all) => all.join('')),
      fc
        .array(fc.constantFrom('\u001b', '\u001d', '\u0010', '\u0004', '@', 'V', 'p', '\u0000', '菜', 'ก', '\ue000'))
        .map((all) => all.join('')),
    )
    fc.assert(
      fc.property(text, text, fc.boolean(), (name, note, draws) => {
        const order = { ...FAMILY, number: name, fulfilment: note, remark: name, items: [{ name, quantity: 2, note }] }
        const ticket = layOutTicket(order, { ...onPaper(58, 'zh-CN'), kind: 'kitchen' })
        const roll = print(ticket, { raster: draws ? evilRaster : noRaster })
        expect(roll).toMatchObject({ strange: [], wrapped: 0, beeps: 0, drawerKicks: 0, realTime: 0 })
        expect(roll.printed.filter(({ what }) => what === 'cut')).toHaveLength(1)
      }),
    )
  })
})

describe('letters', () => {
  it('of the code page are as wide as a printer draws them: two columns for two bytes', () => {
    expect(CODE_PAGE.size).toBeGreaterThan(21_000)
    expect([...CODE_PAGE.keys()].filter((letter) => columnsOf(letter) !== 2)).toEqual([])
  })

  it('are read back by another decoder as they were, and are never control bytes', () => {
    const decoder = new TextDecoder('gb18030')
    const text = [...CODE_PAGE.keys()].join('')
    const { bytes } = encodeText(text)
    expect(decoder.decode(Uint8Array.from(bytes))).toBe(text)
    expect(bytes.filter((byte) => byte < 0x20 || byte === 0x7f)).toEqual([])
  })

  it.each([
    ['jalapeño', 'jalapeno', false],
    ['crème brûlée', 'creme brulee', false],
    ['𠮷野家', '□野家', true],
    ['กข', '□', true],
    ['กขค', '□ ', true],
    ['ก a', '? a', true],
    ['葛\u{e0100}', '葛', false],
    ['牛😀🥜', '牛□□', true],
  ])('that it lacks: %s prints as %j', (text, expected, missing) => {
    const encoded = encodeText(text)
    expect(new TextDecoder('gb18030').decode(Uint8Array.from(encoded.bytes))).toBe(expected)
    expect(encoded.missing).toBe(missing)
  })

  it('keep their columns in whatever stands for them (property)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (raw) => {
        const text = paperText(raw, 100)
        const { bytes } = encodeText(text)
        expect(bytes.length).toBe(columnsOf(text))
        expect(bytes.every((byte) => byte >= 0x20 && byte !== 0x7f)).toBe(true)
      }),
    )
  })

  it('that could not be printed are said in front of everything; that were drawn are not', () => {
    const ticket = layOutTicket(
      { ...FAMILY, items: [{ name: 'ผัดไทย', quantity: 1 }] },
      { ...onPaper(80, 'zh-CN'), kind: 'kitchen' },
    )
    expect(textOf(print(ticket))[0]).toContain('请看屏幕')
    const drawn = print(ticket, { raster: evilRaster })
    expect(textOf(drawn)[0]).not.toContain('请看屏幕')
    expect(textOf(drawn)).toContain('[picture]')
  })
})
