import type { Clock } from '../../shared/clock.ts'
import type { Raster } from '../../shared/tickets/ticket.ts'
import type { Printer, PrintJob, PrintReport } from '../core/ports.ts'
import type { PrinterSettings } from '../core/print-settings.ts'
import { encodeTicket } from './escpos/encode-ticket.ts'
import { printByLp } from './spooler/print-by-lp.ts'
import { learnStatus, printOverTcp, type TcpPrinter } from './tcp/print-over-tcp.ts'

/** The port of raw printing, on nearly every network printer. */
const RAW_PORT = 9100

/** Makes the printers of a machine with Node: on the network, and in the system's print queues. */
export function createPrinter(deps: { clock: Clock; raster: Raster }): Printer {
  const { clock, raster } = deps

  return {
    async print({ printer, ticket, begins }: PrintJob): Promise<PrintReport> {
      const { beep, drawer } = printer
      const opens = drawer && ticket.kind === 'customer'
      const bytes = encodeTicket(ticket, { raster, beep, drawer: opens, cut: true })
      const queue = queueOf(printer)
      if (queue === undefined)
        return await printOverTcp(tcpOf(printer), bytes, { asks: printer.status === 'asks', clock, begins })
      await begins()
      return await printByLp(queue, bytes)
    },
    async learn(printer) {
      return queueOf(printer) === undefined ? await learnStatus(tcpOf(printer), clock) : printer.status
    },
  }
}

function queueOf({ address }: PrinterSettings): string | undefined {
  return address.startsWith('lp://') ? address.slice('lp://'.length) : undefined
}

function tcpOf({ address }: PrinterSettings): TcpPrinter {
  const { hostname, port } = new URL(address.replace(/^tcp:/, 'http:'))
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (address.endsWith(':80') ? 80 : RAW_PORT) }
}
