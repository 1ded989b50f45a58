import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type FakePrinter, type Manner, startFakePrinter } from '../support/printer/fake-printer.ts'
import { textOf } from '../support/printer/paper-roll.ts'
import { runChild } from '../support/run-child.ts'
import type { Child } from '../support/start-process.ts'
import { tempDir } from '../support/temp-dir.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { until } from '../support/until.ts'

interface Slips {
  slips: { key: string; begun?: true }[]
  done: { outcome: string }[]
}

/** A shop with the real server, the real terminal client, and a printer in its kitchen. */
async function openShop() {
  const server = await startTestServer()
  const printer = await startFakePrinter()
  onTestFinished(() => printer.close())
  const stateDir = tempDir()
  const { body } = await server.api.call('POST', `/v1/stores/${server.storeId}/pairing-codes`, {
    as: server.api.operatorKey,
  })
  const code = ['--server', server.url, '--code', (body as { code: string }).code]
  async function listen(...more: string[]): Promise<Child> {
    const address = `tcp://127.0.0.1:${printer.port}`
    const args = ['--state', stateDir, '--render', join(stateDir, 'said'), '--undo', '0', '--printer', address]
    const child = runChild('desktop/hosts/terminal/main.ts', [...args, ...code.splice(0), ...more], {
      DATA_DIR: tempDir(),
    })
    await child.until('已连接')
    return child
  }
  function slips(): Slips {
    const file = join(stateDir, 'printing.json')
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Slips) : { slips: [], done: [] }
  }
  return { server, printer, listen, slips }
}

const tickets = (printer: FakePrinter) => textOf(printer.roll).join('\n').split('[cut]').slice(0, -1)
const ticketsOf = (printer: FakePrinter, number: string) => tickets(printer).filter((text) => text.includes(number))
const printedAll = (printer: FakePrinter, number: string) =>
  until(`a ticket of ${number}`, () => ticketsOf(printer, number).length > 0)

async function paperOf(server: TestServer, token: string, orderId: number): Promise<string | undefined> {
  const { body } = await server.api.call('GET', `/v1/orders/${orderId}/attention`, { as: token })
  const { reminders } = body as { reminders: { receipts: { outcome: Record<string, string> }[] }[] }
  return reminders[0]?.receipts[0]?.outcome['print']
}

describe('tickets of the terminal client', () => {
  it('an order is printed once, and its story says so', async () => {
    const { server, printer, listen } = await openShop()
    await listen()
    const { token } = await server.api.pair()
    const order = await server.api.placePaid({ remark: '对花生过敏', items: [{ name: '宫保鸡丁', quantity: 2 }] })
    await printedAll(printer, order.number)
    await until('the story', async () => (await paperOf(server, token, order.id)) === 'printed')
    const [ticket = ''] = ticketsOf(printer, order.number)
    expect(ticket).toContain('宫保鸡丁')
    expect(ticket.indexOf('过敏')).toBeLessThan(ticket.indexOf('宫保鸡丁'))
    expect(printer.roll.strange).toEqual([])
    expect(tickets(printer)).toHaveLength(1)
  })

  it('paper that is out is told, the order rings all the same, and the ticket comes with the new roll', async () => {
    const { server, printer, listen } = await openShop()
    const client = await listen()
    const { token } = await server.api.pair()
    printer.sense({ paper: 'out' })
    const order = await server.api.placePaid()
    await client.until(/“[^”]+”/)
    await client.until('打印机没有打印：打印机缺纸')
    await until('the story', async () => (await paperOf(server, token, order.id)) === 'paper_out')
    expect(tickets(printer)).toEqual([])
    printer.sense({ paper: 'enough' })
    await printedAll(printer, order.number)
    expect(ticketsOf(printer, order.number).join()).not.toContain('补打')
    await until('the story', async () => (await paperOf(server, token, order.id)) === 'printed')
  })

  it('a printer that hangs delays no order', async () => {
    const { server, printer, listen } = await openShop()
    const client = await listen()
    printer.behave({ kind: 'half_open' })
    for (const name of ['红烧肉', '水煮鱼', '麻婆豆腐']) {
      await server.api.placePaid({ items: [{ name, quantity: 1 }] })
      await client.until(`${name} ×1`)
    }
    await client.until('打印机没有打印')
  })

  it('a test print learns that a printer answers nothing, and the client prints at it from then on', async () => {
    const { server, printer, listen } = await openShop()
    const client = await listen()
    printer.behave({ kind: 'mute' })
    client.type('p')
    await client.until('测试页已送出')
    await until('the page', () => tickets(printer).some((text) => text.includes('测试页')))
    const order = await server.api.placePaid()
    await printedAll(printer, order.number)
  })
})

describe('kill -9 of the terminal client around a print: no order without paper, doubles only where marked', () => {
  const SLOW: Manner = { kind: 'slow', bytes: 40, everyMs: 20 }
  it.each<[string, Manner, (shop: Awaited<ReturnType<typeof openShop>>) => boolean, boolean]>([
    ['when the order has just been paid', { kind: 'good' }, () => true, false],
    [
      'when the slip is on disk, and no byte was sent',
      { kind: 'half_open' },
      ({ slips }) => slips().slips.length > 0,
      false,
    ],
    ['when the printer was asked how it is', { kind: 'good' }, ({ printer }) => printer.asked.length > 0, false],
    ['after half of the bytes', SLOW, ({ printer }) => printer.roll.printed.length > 2, false],
    ['after the bytes, before they are noted', { kind: 'good' }, ({ printer }) => tickets(printer).length > 0, false],
    ['after they are noted', { kind: 'good' }, ({ slips }) => slips().done.length > 0, true],
  ])('%s', async (_, manner, moment, once) => {
    const shop = await openShop()
    const { server, printer, listen } = shop
    const first = await listen()
    printer.behave(manner)
    const order = await server.api.placePaid()
    await until('the moment', () => moment(shop))
    await first.kill()
    printer.behave({ kind: 'good' })
    await listen()
    // Slips are printed in their order: with this one, nothing of the first is to come.
    const later = await server.api.placePaid()
    await printedAll(printer, later.number)
    expect(ticketsOf(printer, order.number).length).toBeGreaterThan(0)
    const heads = textOf(printer.roll).filter((line) => line.includes('厨房联')).length
    const marks = textOf(printer.roll).filter((line) => line.includes('补打')).length
    // Two orders: whatever else has a head is marked.
    expect(heads - marks).toBeLessThanOrEqual(2)
    if (once) expect([heads, marks]).toEqual([2, 0])
  })
})
