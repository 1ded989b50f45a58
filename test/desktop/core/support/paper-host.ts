import type { Printer, PrintJob, PrintReport } from '../../../../desktop/core/ports.ts'
import type { PrinterSettings } from '../../../../desktop/core/print-settings.ts'
import type { Ticket } from '../../../../shared/tickets/ticket.ts'

/** A ticket that lies in a printer. */
export interface Paper {
  /** Where, as the settings name it. */
  address: string
  kind: Ticket['kind']
  text: string
  marked: boolean
}

/** A printer of a host that prints when the test lets it. */
export interface PaperHost extends Printer {
  papers: Paper[]
  /** Everything it was asked to print, printed or not. */
  asked: number
  /** What it answers from now on; `hang`: nothing, until the next one is set. */
  report: PrintReport | 'hang'
}

export function createPaperHost(): PaperHost {
  const host: PaperHost = {
    papers: [],
    asked: 0,
    report: { outcome: 'ok' },
    async print({ printer, ticket, begins }: PrintJob) {
      host.asked++
      const { report } = host
      if (report === 'hang' || report.outcome === 'ok' || report.doubt === true) await begins()
      if (report === 'hang') return await new Promise(() => {})
      const text = textOf(ticket)
      if (report.outcome === 'ok' || report.doubt === true)
        host.papers.push({ address: printer.address, kind: ticket.kind, text, marked: text.includes('补打') })
      return report
    },
    learn: async () => 'silent',
  }
  return host
}

/** The settings of a printer of the kitchen, at an address that nobody connects to. */
export function printerAt(address: string, over: Partial<PrinterSettings> = {}): PrinterSettings {
  const plain = { role: 'kitchen', paper: 80, status: 'asks', beep: false, drawer: false, fulfilments: [] } as const
  return { ...plain, fulfilments: [], address, ...over }
}

/** The letters of a ticket, a line for each of its lines. */
function textOf({ blocks }: Ticket): string {
  const lines = blocks.flatMap((block) => {
    if (block.block === 'line') return [block]
    return block.block === 'frame' ? block.lines : []
  })
  return lines.map(({ runs }) => runs.map(({ text }) => text).join('')).join('\n')
}
