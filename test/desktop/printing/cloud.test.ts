import { describe, expect, it, onTestFinished } from 'vitest'
import type { CloudAccount } from '../../../desktop/core/cloud-accounts.ts'
import type { PrintReport } from '../../../desktop/core/ports.ts'
import { hostFetch } from '../../../desktop/core/rest/fetch.ts'
import { feieMarkup } from '../../../desktop/printing/cloud/feie/markup.ts'
import { markTicket } from '../../../desktop/printing/cloud/markup.ts'
import { createPrinter } from '../../../desktop/printing/create-printer.ts'
import type { Clock } from '../../../shared/clock.ts'
import { layOutTicket } from '../../../shared/tickets/lay-out-ticket.ts'
import type { Ticket } from '../../../shared/tickets/ticket.ts'
import {
  type CloudTrouble,
  type FakeFeie,
  FEIE_ACCOUNT,
  startFakeFeie,
} from '../../support/cloud-printers/fake-feie.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { FAMILY, HOSTILE, onPaper, usualTicket } from '../../support/ticket-orders.ts'
import { printerAt } from '../core/support/paper-host.ts'

const SN = '922500001'
const TICKET = usualTicket('kitchen', 80, 'zh-CN')

/** A device with an account, and the cloud; pauses between questions end at once. */
async function rig(account: CloudAccount | null = FEIE_ACCOUNT) {
  const cloud = await startFakeFeie(SN)
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
  cloud.now = clock.now()
  const real = hostFetch(globalThis)
  const begun: string[] = []
  const printer = createPrinter({
    ...{ clock, raster: () => undefined, account: () => account ?? undefined },
    fetch(request) {
      const hangs = cloud.trouble[new URLSearchParams(request.body).get('apiname') ?? ''] === 'hang'
      const url = request.url.replace('https://api.feieyun.cn', cloud.url)
      // Nothing comes, however long it is waited for.
      return real({ ...request, url, limitMs: hangs ? 50 : 60_000 })
    },
  })
  function print(ticket: Ticket = TICKET, over = {}): Promise<PrintReport> {
    const begins = async () => void begun.push(...cloud.calls.slice(-1))
    return printer.print({ printer: printerAt(`feie://${SN}`, over), ticket, begins })
  }
  return { cloud, print, begun, clock }
}

const sent = ({ calls }: FakeFeie) => calls.filter((name) => name === 'Open_printMsg').length

describe('a printer of 飞鹅', () => {
  it('prints a ticket once: asked how it is, then noted as begun, then sent, until the cloud says that it came out', async () => {
    const { cloud, print, begun } = await rig()
    expect(await print()).toEqual({ outcome: 'ok' })
    expect(begun).toEqual(['Open_queryPrinterStatus'])
    expect(cloud.calls).toEqual(['Open_queryPrinterStatus', 'Open_printMsg', 'Open_queryOrderState'])
    expect(cloud.papers).toHaveLength(1)
    const [paper = ''] = cloud.papers
    expect(paper).toContain('厨房联')
    expect(paper.endsWith('<CUT>')).toBe(true)
    expect(paper).toContain('<QR>')
  })

  it('signs user, key and seconds by SHA-1', async () => {
    const bodies: URLSearchParams[] = []
    const printer = createPrinter({
      ...{ clock: { ...createManualClock(), now: () => 1_600_000_000_999 }, raster: () => undefined },
      account: () => ({ user: 'a@b.c', ukey: 'zHoNg' }),
      async fetch({ body }) {
        bodies.push(new URLSearchParams(body))
        throw new Error('no network')
      },
    })
    await printer.print({ printer: printerAt(`feie://${SN}`), ticket: TICKET, begins: async () => {} })
    // printf %s 'a@b.czHoNg1600000000' | sha1sum
    expect(bodies.map((body) => body.get('sig'))).toEqual(['de04fa4208d8646d586970e7045df8f3f4398eec'])
  })

  it.each<[FakeFeie['printer'], string]>([
    ['dry', 'paper_out'],
    ['offline', 'offline'],
  ])('that is %s before a ticket gets none: no doubt', async (state, outcome) => {
    const { cloud, print, begun } = await rig()
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
    const { cloud, print } = await rig()
    cloud.trouble = { Open_queryPrinterStatus: trouble }
    expect(await print()).toEqual({ outcome })
    expect(sent(cloud)).toBe(0)
  })

  it.each<[CloudTrouble, PrintReport, number]>([
    ['busy', { outcome: 'cloud_busy' }, 0],
    ['broken', { outcome: 'no_answer', doubt: true }, 0],
    ['hang', { outcome: 'no_answer', doubt: true }, 0],
    ['lost', { outcome: 'no_answer', doubt: true }, 1],
  ])('whose cloud is %s for a ticket: a doubt wherever paper may exist', async (trouble, report, papers) => {
    const { cloud, print } = await rig()
    cloud.trouble = { Open_printMsg: trouble }
    expect(await print()).toEqual(report)
    expect(cloud.papers).toHaveLength(papers)
  })

  it.each<[CloudTrouble]>([['busy'], ['broken'], ['lost']])(
    'of which the cloud does not say whether a ticket came out (%s) leaves a doubt',
    async (trouble) => {
      const { cloud, print } = await rig()
      cloud.trouble = { Open_queryOrderState: trouble }
      expect(await print()).toEqual({ outcome: 'timeout', doubt: true })
    },
  )

  it('whose paper ends leaves a doubt, and what the cloud holds of it is dropped after a minute', async () => {
    const { cloud, print, clock } = await rig()
    cloud.trouble = { Open_queryPrinterStatus: 'none' }
    const original = cloud.calls.push.bind(cloud.calls)
    cloud.calls.push = (...names) => {
      if (names[0] === 'Open_printMsg') cloud.printer = 'dry'
      return original(...names)
    }
    expect(await print()).toEqual({ outcome: 'paper_out', doubt: true })
    expect(cloud.waiting).toHaveLength(1)
    cloud.now = clock.now() + 61_000
    cloud.refill()
    expect(cloud.papers).toEqual([])
  })

  it.each<[string, CloudAccount | null, string]>([
    ['no account', null, 'no_account'],
    ['a wrong key', { ...FEIE_ACCOUNT, ukey: 'another' }, 'cloud_refused'],
    ['a wrong user', { ...FEIE_ACCOUNT, user: 'x@example.com' }, 'cloud_refused'],
  ])('with %s says so, and no paper is in doubt', async (_, account, outcome) => {
    const { print } = await rig(account)
    expect(await print()).toEqual({ outcome })
  })

  it('gets a long ticket in several contents, the cut and the drawer in the last one alone', async () => {
    const { cloud, print } = await rig()
    const items = Array.from({ length: 100 }, (_, index) => ({ name: `第${index}道红烧肉`, quantity: 1 }))
    expect(
      await print(layOutTicket({ ...FAMILY, items }, { ...onPaper(58, 'zh-CN'), kind: 'customer', openNumbers: [] }), {
        drawer: true,
      }),
    ).toEqual({ outcome: 'ok' })
    expect(cloud.papers.length).toBeGreaterThan(1)
    for (const paper of cloud.papers) expect(Buffer.byteLength(paper)).toBeLessThanOrEqual(5_000)
    expect(cloud.papers.map((paper) => /<PLUGIN><CUT>$/.test(paper))).toEqual(
      cloud.papers.map((_, index) => index === cloud.papers.length - 1),
    )
    const letters = cloud.papers.join('').replace(/<[^>]*>/g, '')
    for (const { name } of items) expect(letters).toContain(name)
  })
})

it('no text of an order is a command of the cloud', () => {
  const tags = '<CUT><PLUGIN><QR>x</QR><B>'
  const items = HOSTILE.items.map((item) => ({ ...item, name: `${item.name}${tags}`, note: tags }))
  const order = { ...HOSTILE, number: `7${tags}`, remark: `${HOSTILE.remark}${tags}`, items, customer: { name: tags } }
  for (const kind of ['kitchen', 'customer'] as const) {
    const ticket = layOutTicket(order, { ...onPaper(80, 'zh-CN'), kind, openNumbers: [] })
    const whole = markTicket(ticket, feieMarkup, { mostBytes: 100_000, drawer: false }).join('')
    const found = [...whole.matchAll(/<[^>]*>/g)].map(([tag]) => tag)
    expect(found.filter((tag) => !/^<\/?(BR|B|L|W|C|BOLD|QR|CUT)>$/.test(tag))).toEqual([])
    expect(found.filter((tag) => tag === '<CUT>')).toHaveLength(1)
    expect(found.filter((tag) => tag === '<QR>').length).toBeLessThanOrEqual(1)
    expect(whole.replace(/<[^>]*>/g, '')).not.toMatch(/[<>\p{Cc}]/u)
  }
})
