import { mkdirSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeTicket } from '../../desktop/printing/escpos/encode-ticket.ts'
import { LOCALES } from '../../shared/locales.ts'
import { layOutTicket } from '../../shared/tickets/lay-out-ticket.ts'
import type { Ticket, TicketKind } from '../../shared/tickets/ticket.ts'
import { drawRoll } from '../support/printer/draw-roll.ts'
import { newRoll } from '../support/printer/paper-roll.ts'
import { createEscposReader } from '../support/printer/read-escpos.ts'
import { HOSTILE, onPaper, usualTicket } from '../support/ticket-orders.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'

const FOLDER = 'test-output/tickets'
const KINDS: readonly TicketKind[] = ['kitchen', 'customer', 'cancel', 'urge', 'test', 'day']

describe.skipIf(chromiumPath === undefined)(`tickets, as a printer prints them${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    mkdirSync(FOLDER, { recursive: true })
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  /** Prints a ticket on the imitated printer, and takes a picture of the paper. */
  async function take(ticket: Ticket, name: string): Promise<number> {
    const roll = newRoll(ticket.paper)
    createEscposReader(roll).read(encodeTicket(ticket, { raster: () => undefined, cut: true }))
    const page = await browser.newPage()
    await page.setContent(`<style>body{margin:0}svg{display:block}</style>${drawRoll(roll)}`)
    await page.locator('svg').screenshot({ path: `${FOLDER}/${name}.png` })
    await page.close()
    return roll.printed.length
  }

  it.each(KINDS)('%s on both rolls, in both languages; pictures in test-output/tickets/', async (kind) => {
    for (const paper of [58, 80] as const)
      for (const locale of LOCALES)
        expect(await take(usualTicket(kind, paper, locale), `${kind}.${paper}.${locale}`)).toBeGreaterThan(10)
  })

  it('a reprint and hostile texts; pictures in test-output/tickets/', async () => {
    for (const paper of [58, 80] as const) {
      await take(usualTicket('kitchen', paper, 'zh-CN', true), `reprint.${paper}`)
      await take(layOutTicket(HOSTILE, { ...onPaper(paper, 'zh-CN'), kind: 'kitchen' }), `hostile.${paper}`)
    }
  })
})
