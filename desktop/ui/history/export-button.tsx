import { useEffect, useRef, useState } from 'react'
import { useUi } from '../parts/context.tsx'
import { dateAndTime } from '../parts/format.ts'
import { loadHistory } from './load-history.ts'
import { orderTable } from './order-table.ts'
import { saveText } from './save-text.ts'
import type { Search } from './use-history.ts'

/** Saves all that a search finds, however many pages that is, as a table for spreadsheets. */
export function ExportButton({ search }: { search: Search }) {
  const { bridge, clock, view, messages, locale, timezone } = useUi()
  const { history } = messages
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle')
  const wanted = useRef(true)
  useEffect(() => {
    wanted.current = true
    return () => {
      wanted.current = false
    }
  }, [])

  async function save(): Promise<void> {
    setState('busy')
    const orders = await loadHistory(bridge, search, () => wanted.current)
    if (!wanted.current) return
    setState(orders === undefined ? 'failed' : 'idle')
    if (orders === undefined) return
    const day = dateAndTime(clock.now() + view.status.serverAheadMs, timezone)
      .replace(/\D+/g, '-')
      .slice(0, 10)
    saveText({
      name: `${history.fileName}-${day}.csv`,
      type: 'text/csv;charset=utf-8',
      text: orderTable(orders, { messages, locale, timezone }),
      clock,
    })
  }

  return (
    <>
      <button type="button" className="button" disabled={state === 'busy'} onClick={() => void save()}>
        {state === 'busy' ? history.exporting : history.export}
      </button>
      <p className="fault" role="status">
        {state === 'failed' && history.exportFailed}
      </p>
    </>
  )
}
