import { useCallback, useContext, useState } from 'react'
import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import { layOutTicket } from '../../../shared/tickets/lay-out-ticket.ts'
import type { OrderTicketKind, PaperOptions } from '../../../shared/tickets/ticket.ts'
import { useUi } from '../parts/context.tsx'
import { Choice } from './choice.tsx'
import { PrintPanel } from './print-panel.tsx'
import { PrintedOrder } from './printed-order.ts'

const KINDS: readonly OrderTicketKind[] = ['kitchen', 'customer']

/** Shows the ticket of the order that is to be printed, and prints it. */
export function PrintOrder() {
  const order = useContext(PrintedOrder)
  return order === null ? null : <OrderTicket order={order} />
}

function OrderTicket({ order }: { order: ReadOrder }) {
  const { messages, openNumbers } = useUi()
  const { printing } = messages
  const [kind, setKind] = useState<OrderTicketKind>('kitchen')
  const layOut = useCallback(
    (paper: PaperOptions) => layOutTicket(order, { ...paper, kind, openNumbers: openNumbers.numbers }),
    [order, kind, openNumbers],
  )
  return (
    <PrintPanel title={printing.title} layOut={layOut}>
      <Choice<OrderTicketKind>
        label={printing.copy}
        names={printing.copies}
        all={KINDS}
        chosen={kind}
        choose={setKind}
      />
    </PrintPanel>
  )
}
