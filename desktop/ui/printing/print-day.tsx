import { useCallback, useState } from 'react'
import { layOutDayReport } from '../../../shared/tickets/lay-out-day-report.ts'
import type { DayFigures, PaperOptions } from '../../../shared/tickets/ticket.ts'
import { useUi } from '../parts/context.tsx'
import { PrintPanel } from './print-panel.tsx'

/** Offers to print the day's report, from the shop's midnight to now. */
export function PrintDay() {
  const { bridge, clock, view, messages } = useUi()
  const { printing, history } = messages
  const [day, setDay] = useState<DayFigures>()
  const [fault, setFault] = useState<string>()

  async function open(): Promise<void> {
    const found = await bridge.statistics()
    setFault(found.ok ? undefined : found.code)
    if (!found.ok) return
    const { today, unanswered } = found.value
    const sums = today.turnover.map(({ currency, amountMinor }) => ({ currency, takenMinor: amountMinor }))
    setDay({ ...today, unanswered, sums, until: clock.now() + view.status.serverAheadMs })
  }

  if (day !== undefined) return <DayTicket day={day} />
  return (
    <>
      <button type="button" className="button" data-print-day onClick={() => void open()}>
        {printing.day}
      </button>
      <p className="fault" role="status">
        {fault !== undefined && history.failed(fault)}
      </p>
    </>
  )
}

function DayTicket({ day }: { day: DayFigures }) {
  const { printing } = useUi().messages
  const layOut = useCallback((paper: PaperOptions) => layOutDayReport(day, paper), [day])
  return <PrintPanel title={printing.day} layOut={layOut} />
}
