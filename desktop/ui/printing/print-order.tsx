import { useContext, useMemo, useRef, useState } from 'react'
import { layOutTicket } from '../../../shared/tickets/lay-out-ticket.ts'
import type { OrderTicketKind, Paper } from '../../../shared/tickets/ticket.ts'
import { useUi } from '../parts/context.tsx'
import { printPicture } from './print-picture.ts'
import { PrintedOrder } from './printed-order.ts'
import { TicketPicture } from './ticket-picture.tsx'

const KINDS: readonly OrderTicketKind[] = ['kitchen', 'customer']
const PAPERS: readonly Paper[] = [58, 80]

/** Shows an order's ticket as it will be printed, and prints it through the system's dialog. */
export function PrintOrder() {
  const { messages, locale, timezone, view, clock, openNumbers } = useUi()
  const order = useContext(PrintedOrder)
  const [kind, setKind] = useState<OrderTicketKind>('kitchen')
  const [paper, setPaper] = useState<Paper>(80)
  const picture = useRef<SVGSVGElement>(null)
  const storeName = (view.status.store ?? view.host.pairing?.store)?.name ?? ''
  // The time at which it was opened, so that the picture stays as it is.
  const [now] = useState(() => clock.now() + view.status.serverAheadMs)
  const ticket = useMemo(
    () =>
      order === null
        ? undefined
        : layOutTicket(order, { kind, paper, locale, timeZone: timezone, storeName, openNumbers, now }),
    [order, kind, paper, locale, timezone, storeName, openNumbers, now],
  )
  if (ticket === undefined) return null
  const { printing } = messages
  return (
    <section className="print-order" aria-label={printing.title}>
      <Choice label={printing.copy} names={printing.copies} all={KINDS} chosen={kind} choose={setKind} />
      <Choice label={printing.paper} names={printing.papers} all={PAPERS} chosen={paper} choose={setPaper} />
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

interface ChoiceProps<Value extends string | number> {
  label: string
  names: Partial<Record<Value, string>>
  all: readonly Value[]
  chosen: Value
  choose(value: Value): void
}

function Choice<Value extends string | number>({ label, names, all, chosen, choose }: ChoiceProps<Value>) {
  return (
    <fieldset className="print-choice">
      <legend>{label}</legend>
      {all.map((value) => (
        <label key={value}>
          <input type="radio" checked={value === chosen} onChange={() => choose(value)} />
          {names[value]}
        </label>
      ))}
    </fieldset>
  )
}
