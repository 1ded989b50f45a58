import { useMemo, useState } from 'react'
import { layOutTicket } from '../../../shared/tickets/lay-out-ticket.ts'
import type { PrinterSettings } from '../../core/print-settings.ts'
import { useUi } from '../parts/context.tsx'
import { TicketPicture } from '../printing/ticket-picture.tsx'
import { sampleOrder } from './sample-order.ts'

/** Shows the ticket of a sample order as this printer prints it: on its paper, for its role, in the language of the device. */
export function TicketPreview({ printer: { paper, role } }: { printer: Pick<PrinterSettings, 'paper' | 'role'> }) {
  const { messages, locale, timezone, view, clock } = useUi()
  // The time at which it was opened, so that the picture stays as it is.
  const [now] = useState(() => clock.now() + view.status.serverAheadMs)
  const storeName = (view.status.store ?? view.host.pairing?.store)?.name ?? ''
  const ticket = useMemo(() => {
    const kind = role === 'kitchen' ? 'kitchen' : 'customer'
    const options = { kind, paper, locale, timeZone: timezone, storeName, now, openNumbers: [] } as const
    return layOutTicket(sampleOrder(locale, now), options)
  }, [paper, role, locale, timezone, storeName, now])
  return (
    <div className="print-preview" data-paper={paper}>
      <TicketPicture ticket={ticket} label={messages.printers.previewLabel} />
    </div>
  )
}
