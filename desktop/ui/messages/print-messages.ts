import type { OrderTicketKind, Paper } from '../../../shared/tickets/ticket.ts'

/** The messages about printing an order by hand, through the system's dialog. */
export interface PrintMessages {
  /** Opens what follows. */
  open: string
  title: string
  copy: string
  copies: Partial<Record<OrderTicketKind, string>>
  paper: string
  papers: Record<Paper, string>
  print: string
  preview: string
  /** Opens and names the day's report. */
  day: string
}
