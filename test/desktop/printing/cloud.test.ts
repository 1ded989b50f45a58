import { describe, expect, it, onTestFinished } from 'vitest'
import type { CloudAccount } from '../../../desktop/core/cloud-accounts.ts'
import type { PrintReport } from '../../../desktop/core/ports.ts'
import { hostFetch } from '../../../desktop/core/rest/fetch.ts'
import { createClouds } from '../../../desktop/printing/all-clouds.ts'
import { feie } from '../../../desktop/printing/cloud/feie/index.ts'
import { markTicket } from '../../../desktop/printing/cloud/markup.ts'
import type { CloudModule } from '../../../desktop/printing/cloud/port.ts'
import { printAtCloud } from '../../../desktop/printing/cloud/print-at-cloud.ts'
import { createPrinter } from '../../../desktop/printing/create-printer.ts'
import type { Clock } from '../../../shared/clock.ts'
import { layOutTicket } from '../../../shared/tickets/lay-out-ticket.ts'
import type { Ticket, TicketOrder } from '../../../shared/tickets/ticket.ts'
import type { CloudTrouble, FakeCloud } from '../../support/cloud-printers/cloud-server.ts'
import { FEIE_ACCOUNT, startFakeFeie } from '../../support/cloud-printers/fake-feie.ts'
import { startFakeYilianyun, YILIANYUN_ACCOUNT } from '../../support/cloud-printers/fake-yilianyun.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { FAMILY, HOSTILE, onPaper, usualTicket } from '../../support/ticket-orders.ts'
import { printerAt } from '../core/support/paper-host.ts'

const NUMBER = '922500001'
const TICKET = usualTicket('kitchen', 80, 'zh-CN')

/** A device with an account and a printer in a cloud; pauses between questions end at once. */
function deviceAt<Cloud extends FakeCloud>(service: string, cloud: Cloud, account: CloudAccount | null) {
  onTestFinished(() => cloud.close())
  const manual = createManualClock()
  const clock: Clock = {
    ...manual,
    after(ms, task) {
      const cancel = manual.after(ms, task)
      setImmediate(() => manual.advance(ms))
      return cancel
    },
  }
  const real = hostFetch(globalThis)
  const begun: number[] = []
  const printer = createPrinter({
    ...{ clock, raster: () => undefined, account: () => account ?? undefined },
    fetch(request) {
      const path = request.url.replace(/^https:\/\/[a-z0-9.-]+/, '')
      const name = new URLSearchParams(request.body).get('apiname') ?? path.replace(/^\/v2/, '')
      // Nothing comes, however long it is waited for.
      const limitMs = cloud.trouble[name] === 'hang' ? 50 : 60_000
      return real({ ...request, url: `${cloud.url}${path}`, limitMs })
    },
  })
  function print(ticket: Ticket = TICKET, over = {}): Promise<PrintReport> {
    const begins = async () => void begun.push(cloud.calls.length)
    return printer.print({ printer: printerAt(`${service}://${NUMBER}`, over), ticket, begins })
  }
  return { cloud, print, begun, clock }
}

const SERVICES = [
  {
    service: 'feie',
    calls: { status: 'Open_queryPrinterStatus', send: 'Open_printMsg', printed: 'Open_queryOrderState' },
    account: FEIE_ACCOUNT,
    wrong: [
      { ...FEIE_ACCOUNT, ukey: 'another' },
      { ...FEIE_ACCOUNT, user: 'x@example.com' },
    ] as CloudAccount[],
    open: async (account: CloudAccount | null = FEIE_ACCOUNT) => deviceAt('feie', await startFakeFeie(NUMBER), account),
  },
  {
    service: 'yilianyun',
    calls: { status: '/printer/getprintstatus', send: '/print/index', printed: '/printer/getorderstatus' },
    account: YILIANYUN_ACCOUNT,
    wrong: [
      { ...YILIANYUN_ACCOUNT, client_secret: 'another' },
      { ...YILIANYUN_ACCOUNT, client_id: '1' },
    ] as CloudAccount[],
    open: async (account: CloudAccount | null = YILIANYUN_ACCOUNT) =>
      deviceAt('yilianyun', await startFakeYilianyun(NUMBER), account),
  },
]

describe.each(SERVICES)('a printer of $service', ({ calls, wrong, open }) => {
  const sent = (cloud: FakeCloud) => cloud.calls.filter((name) => name === calls.send).length

  it('prints a ticket once: asked how it is, then noted as begun, then sent, until the cloud says that it came out', async () => {
    const { cloud, print, begun } = await open()
    expect(await print()).toEqual({ outcome: 'ok' })
    const own = cloud.calls.slice(cloud.calls.indexOf(calls.status))
    expect(own).toEqual([calls.status, calls.send, calls.printed])
    expect(begun).toEqual([cloud.calls.indexOf(calls.send)])
    expect(cloud.papers).toHaveLength(1)
    for (const text of ['厨房联', '宫保鸡丁', '<QR>']) expect(cloud.papers[0]).toContain(text)
  })

  it.each<[FakeCloud['printer'], string]>([
    ['dry', 'paper_out'],
    ['offline', 'offline'],
  ])('that is %s before a ticket gets none: no doubt', async (state, outcome) => {
    const { cloud, print, begun } = await open()
    cloud.printer = state
    expect(await print()).toEqual({ outcome })
    expect([sent(cloud), begun]).toEqual([0, []])
  })

  it.each<[CloudTrouble, string]>([
    ['busy', 'cloud_busy'],
    ['broken', 'no_answer'],
    ['hang', 'no_answer'],
    ['lost', 'no_answer'],
  ])('whose cloud is %s before a ticket gets none', async (trouble, outcome) => {
    const { cloud, print } = await open()
    cloud.trouble = { [calls.status]: trouble }
    expect(await print()).toEqual({ outcome })
    expect(sent(cloud)).toBe(0)
  })

  it.each<[CloudTrouble, PrintReport, number]>([
    ['busy', { outcome: 'cloud_busy' }, 0],
    ['broken', { outcome: 'no_answer', doubt: true }, 0],
    ['hang', { outcome: 'no_answer', doubt: true }, 0],
    ['lost', { outcome: 'no_answer', doubt: true }, 1],
  ])('whose cloud is %s for a ticket: a doubt wherever paper may exist', async (trouble, report, papers) => {
    const { cloud, print } = await open()
    cloud.trouble = { [calls.send]: trouble }
    expect(await print()).toEqual(report)
    expect(cloud.papers).toHaveLength(papers)
  })

  it.each<[CloudTrouble]>([['busy'], ['broken'], ['lost']])(
    'of which the cloud does not say whether a ticket came out (%s) leaves a doubt',
    async (trouble) => {
      const { cloud, print } = await open()
      cloud.trouble = { [calls.printed]: trouble }
      expect(await print()).toEqual({ outcome: 'timeout', doubt: true })
    },
  )

  it('with a wrong account, or none, says so, and no paper is in doubt', async () => {
    expect(await (await open(null)).print()).toEqual({ outcome: 'no_account' })
    for (const account of wrong) {
      const { cloud, print } = await open(account)
      expect(await print()).toEqual({ outcome: 'cloud_refused' })
      expect(sent(cloud)).toBe(0)
    }
  })

  it('gets a long ticket in several contents', async () => {
    const { cloud, print } = await open()
    const items = Array.from({ length: 100 }, (_, index) => ({ name: `第${index}道红烧肉`, quantity: 1 }))
    const ticket = layOutTicket({ ...FAMILY, items }, { ...onPaper(58, 'zh-CN'), kind: 'customer', openNumbers: [] })
    expect(await print(ticket, { drawer: true })).toEqual({ outcome: 'ok' })
    expect(cloud.papers.length).toBeGreaterThan(1)
    for (const paper of cloud.papers) expect(Buffer.byteLength(paper)).toBeLessThanOrEqual(5_000)
    const ends = cloud.papers.map((paper) => /<PLUGIN>|<CUT>/.test(paper))
    expect(ends.slice(0, -1)).not.toContain(true)
    const letters = cloud.papers.join('').replace(/<[^>]*>/g, '')
    for (const { name } of items) expect(letters).toContain(name)
  })
})

it('feie: what its cloud holds of a doubtful ticket is dropped after a minute', async () => {
  const { cloud, print, clock } = deviceAt('feie', await startFakeFeie(NUMBER), FEIE_ACCOUNT)
  cloud.fallsInto = 'dry'
  expect(await print()).toEqual({ outcome: 'paper_out', doubt: true })
  cloud.refill(clock.now() + 61_000)
  expect(cloud.papers).toEqual([])
})

it('yilianyun: a doubtful ticket is called off in its cloud', async () => {
  const { cloud, print } = deviceAt('yilianyun', await startFakeYilianyun(NUMBER), YILIANYUN_ACCOUNT)
  cloud.fallsInto = 'dry'
  expect(await print()).toEqual({ outcome: 'paper_out', doubt: true })
  cloud.refill()
  expect(cloud.papers).toEqual([])
})

it('yilianyun: one token serves all tickets, another is got when it has ended, and a refused account is left alone', async () => {
  const { cloud, print } = deviceAt('yilianyun', await startFakeYilianyun(NUMBER), YILIANYUN_ACCOUNT)
  for (const _ of Array(3)) expect(await print()).toEqual({ outcome: 'ok' })
  expect(cloud.tokens).toBe(1)
  cloud.forgets()
  expect([await print(), await print()]).toEqual([{ outcome: 'cloud_refused' }, { outcome: 'ok' }])
  expect(cloud.tokens).toBe(2)
  const wrong = { ...YILIANYUN_ACCOUNT, client_secret: 'another' }
  const other = deviceAt('yilianyun', await startFakeYilianyun(NUMBER), wrong)
  for (const _ of Array(3)) expect(await other.print()).toEqual({ outcome: 'cloud_refused' })
  expect(other.cloud.calls).toEqual(['/oauth/oauth'])
})

it.each([
  // printf %s 'a@b.czHoNg1600000000' | sha1sum
  ['feie', 'sig', { user: 'a@b.c', ukey: 'zHoNg' }, 'de04fa4208d8646d586970e7045df8f3f4398eec'],
  // printf %s '10001600000000zHoNg' | md5sum
  ['yilianyun', 'sign', { client_id: '1000', client_secret: 'zHoNg' }, '2949d8beee9843d597cb8240de9c6270'],
])('%s: signs as its documentation says', async (service, field, account, expected) => {
  const bodies: URLSearchParams[] = []
  const printer = createPrinter({
    ...{ clock: { ...createManualClock(), now: () => 1_600_000_000_999 }, raster: () => undefined },
    account: () => account as CloudAccount,
    async fetch({ body }) {
      bodies.push(new URLSearchParams(body))
      throw new Error('no network')
    },
  })
  await printer.print({ printer: printerAt(`${service}://${NUMBER}`), ticket: TICKET, begins: async () => {} })
  expect(bodies.map((body) => body.get(field))).toEqual([expected])
})

it.each(createClouds().map((cloud) => [cloud.service, cloud.markup] as const))(
  '%s: no text of an order is a command of the cloud',
  (_, markup) => {
    const tags = '<CUT><PLUGIN><QR>x</QR><FS2><B>'
    const items = HOSTILE.items.map((item) => ({ ...item, name: `${item.name}${tags}`, note: tags }))
    const order = {
      ...HOSTILE,
      number: `7${tags}`,
      remark: `${HOSTILE.remark}${tags}`,
      items,
      customer: { name: tags },
    }
    const plain = { ...FAMILY, items: [{ name: '面', quantity: 1 }] }
    for (const kind of ['kitchen', 'customer'] as const) {
      const found = (of: TicketOrder) => {
        const ticket = layOutTicket(of, { ...onPaper(80, 'zh-CN'), kind, openNumbers: [] })
        return markTicket(ticket, markup, { mostBytes: 100_000, drawer: false }).join('')
      }
      const count = (text: string, tag: string) => text.split(tag).length - 1
      const [hostile, usual] = [found(order), found({ ...order, ...plain, number: '7' })]
      for (const tag of ['<CUT>', '<PLUGIN>']) expect(count(hostile, tag)).toBe(count(usual, tag))
      expect(count(hostile, '<QR>')).toBeLessThanOrEqual(1)
      const letters = hostile.replace(/<\/?(BR|B|L|W|C|BOLD|QR|CUT|FB|FS2|FH2|FW2)>/g, '')
      expect(letters).not.toMatch(/[<>]|[^\P{Cc}\n]/u)
    }
  },
)

it('of a ticket in parts no part is sent once the whole attempt has been given up', async () => {
  const manual = createManualClock()
  const clock: Clock = {
    ...manual,
    after(ms, task) {
      setImmediate(() => manual.advance(ms))
      return manual.after(ms, task)
    },
  }
  const sent: string[] = []
  const slow: CloudModule = {
    ...{ service: 'feie', markup: feie.markup, mostBytes: 10 },
    status: async () => 'ok',
    async send(_call, content) {
      sent.push(content)
      manual.advance(86_000)
      return { taken: content }
    },
    printed: async () => true,
  }
  const about = { fetch: hostFetch(globalThis), account: FEIE_ACCOUNT, printer: NUMBER, clock, begins: async () => {} }
  expect(await printAtCloud(slow, ['a', 'b'], about)).toEqual({ outcome: 'timeout', doubt: true })
  expect(sent).toEqual(['a'])
})
