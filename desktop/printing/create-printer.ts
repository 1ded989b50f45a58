import type { Clock } from '../../shared/clock.ts'
import type { Raster } from '../../shared/tickets/ticket.ts'
import { type CloudAccount, type CloudService, cloudServiceOf } from '../core/cloud-accounts.ts'
import type { Printer, PrintJob, PrintReport } from '../core/ports.ts'
import type { PrinterSettings } from '../core/print-settings.ts'
import type { Fetch } from '../core/rest/fetch.ts'
import { createClouds } from './all-clouds.ts'
import { markTicket } from './cloud/markup.ts'
import type { CloudModule } from './cloud/port.ts'
import { printAtCloud } from './cloud/print-at-cloud.ts'
import { encodeTicket } from './escpos/encode-ticket.ts'
import { printByLp } from './spooler/print-by-lp.ts'
import { learnStatus, printOverTcp, type TcpPrinter } from './tcp/print-over-tcp.ts'

/** The port of raw printing, on nearly every network printer. */
const RAW_PORT = 9100

/** Makes the printers of a machine with Node: on the network, in the system's print queues, and in a cloud. */
export function createPrinter(deps: {
  clock: Clock
  raster: Raster
  fetch: Fetch
  /** The account of this device at a service of cloud printers; `undefined`: nobody has given one. */
  account(service: CloudService): CloudAccount | undefined
}): Printer {
  const { clock, raster, fetch } = deps
  const clouds = createClouds()

  function cloudOf({ address }: PrinterSettings): CloudModule | undefined {
    const service = cloudServiceOf(address)
    return clouds.find((cloud) => cloud.service === service)
  }

  async function printInCloud(cloud: CloudModule, { printer, ticket, begins }: PrintJob): Promise<PrintReport> {
    const account = deps.account(cloud.service)
    if (account === undefined) return { outcome: 'no_account' }
    const { mostBytes, markup } = cloud
    const contents = markTicket(ticket, markup, { mostBytes, drawer: opensDrawer({ printer, ticket }) })
    const number = printer.address.slice(`${cloud.service}://`.length)
    return await printAtCloud(cloud, contents, { clock, fetch, account, printer: number, begins })
  }

  return {
    async print(job: PrintJob): Promise<PrintReport> {
      const { printer, ticket, begins } = job
      const cloud = cloudOf(printer)
      if (cloud !== undefined) return await printInCloud(cloud, job)
      const bytes = encodeTicket(ticket, { raster, beep: printer.beep, drawer: opensDrawer(job), cut: true })
      const queue = queueOf(printer)
      if (queue === undefined)
        return await printOverTcp(tcpOf(printer), bytes, { asks: printer.status === 'asks', clock, begins })
      await begins()
      return await printByLp(queue, bytes)
    },
    async learn(printer) {
      if (cloudOf(printer) !== undefined) return 'asks'
      return queueOf(printer) === undefined ? await learnStatus(tcpOf(printer), clock) : printer.status
    },
  }
}

function opensDrawer({ printer, ticket }: Pick<PrintJob, 'printer' | 'ticket'>): boolean {
  return printer.drawer && ticket.kind === 'customer'
}

function queueOf({ address }: PrinterSettings): string | undefined {
  return address.startsWith('lp://') ? address.slice('lp://'.length) : undefined
}

function tcpOf({ address }: PrinterSettings): TcpPrinter {
  const { hostname, port } = new URL(address.replace(/^tcp:/, 'http:'))
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (address.endsWith(':80') ? 80 : RAW_PORT) }
}
