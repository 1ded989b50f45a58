import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import type { Paper, PaperOptions, Ticket } from '../../../shared/tickets/ticket.ts'
import { useUi } from '../parts/context.tsx'
import { Choice } from './choice.tsx'
import { printPicture } from './print-picture.ts'
import { TicketPicture } from './ticket-picture.tsx'

const PAPERS: readonly Paper[] = [58, 80]

interface PrintPanelProps {
  title: string
  /** Lays the ticket out; the same function until something else is to be laid out. */
  layOut(options: PaperOptions): Ticket
  /** Further choices. */
  children?: ReactNode
}

/** Shows a ticket as it will be printed, on the roll that is chosen, and prints it through the system's dialog. */
export function PrintPanel({ title, layOut, children }: PrintPanelProps) {
  const { messages, locale, timezone, view, clock } = useUi()
  const [paper, setPaper] = useState<Paper>(80)
  // The time at which it was opened, so that the picture stays as it is.
  const [now] = useState(() => clock.now() + view.status.serverAheadMs)
  const panel = useRef<HTMLElement>(null)
  const picture = useRef<SVGSVGElement>(null)
  // The button that opened it stood at the lower edge.
  useEffect(() => {
    panel.current?.scrollIntoView({ block: 'start' })
  }, [])
  const storeName = (view.status.store ?? view.host.pairing?.store)?.name ?? ''
  const ticket = useMemo(
    () => layOut({ paper, locale, timeZone: timezone, storeName, now }),
    [layOut, paper, locale, timezone, storeName, now],
  )
  const { printing } = messages
  return (
    <section ref={panel} className="print-panel" aria-label={title}>
      {children}
      <Choice<Paper> label={printing.paper} names={printing.papers} all={PAPERS} chosen={paper} choose={setPaper} />
      <button
        type="button"
        className="button accept"
        data-prints
        onClick={() => picture.current !== null && printPicture(picture.current, paper)}
      >
        {printing.print}
      </button>
      <div className="print-preview" data-paper={paper}>
        <TicketPicture ticket={ticket} label={printing.preview} picture={picture} />
      </div>
    </section>
  )
}
