import { useState } from 'react'
import { RefundList } from '../money/refund-list.tsx'
import { useRefunds } from '../money/use-refunds.ts'
import { Boundary } from '../parts/boundary.tsx'
import { useUi } from '../parts/context.tsx'
import { dayInWords } from '../parts/format.ts'
import { PrintDay } from '../printing/print-day.tsx'
import { daysOf } from './days.ts'
import { ExportButton } from './export-button.tsx'
import { HistoryTotals } from './history-totals.tsx'
import { OrderRow } from './order-row.tsx'
import { SearchForm } from './search-form.tsx'
import { type Search, useHistory } from './use-history.ts'

const PARTS = ['orders', 'open', 'done'] as const

/** Shows the history of the store: its orders, what has to be refunded, and what was. */
export function History() {
  const { messages } = useUi()
  const { history, money } = messages
  const [part, setPart] = useState<(typeof PARTS)[number]>('orders')
  const open = useRefunds('open')
  const count = open.list?.length ?? 0
  return (
    <section className="history">
      <div className="report-door">
        <h1>{history.title}</h1>
        <a className="button" href="#report">
          {messages.report.open}
        </a>
      </div>
      <fieldset className="choice wide history-parts">
        <legend className="unseen">{money.choice}</legend>
        {PARTS.map((one) => (
          <button key={one} type="button" aria-pressed={part === one} onClick={() => setPart(one)}>
            {one === 'orders' ? money.orders : money.lists[one]}
            {one === 'open' && count > 0 && <b> {open.more === undefined ? count : `${count}+`}</b>}
          </button>
        ))}
      </fieldset>
      {part === 'orders' && <OrderSearch />}
      {part === 'open' && <RefundList refunds={open} state="open" />}
      {part === 'done' && <DoneRefunds />}
    </section>
  )
}

function DoneRefunds() {
  return <RefundList refunds={useRefunds('done')} state="done" />
}

/** Shows the search for orders of the store, its results and their sums. */
function OrderSearch() {
  const { messages, locale, timezone } = useUi()
  const { history } = messages
  const [search, setSearch] = useState<Search>({})
  const { orders, totals, more, busy, fault } = useHistory(search)
  const said = busy ? history.loading : orders.length === 0 ? history.nothing : history.found(orders.length)
  return (
    <>
      <SearchForm search={setSearch} />
      <div className="history-head">
        <p className="history-said" role="status">
          {fault === undefined ? said : history.failed(fault)}
        </p>
        <Boundary instead={() => null}>{totals !== undefined && <HistoryTotals totals={totals} />}</Boundary>
        <ExportButton search={search} />
      </div>
      <PrintDay />
      <div className="history-days" aria-busy={busy}>
        {daysOf(orders, timezone).map(([day, ofDay]) => (
          <section key={day}>
            <h2>{dayInWords(day, locale)}</h2>
            <ul className="rows">
              {ofDay.map((one) => (
                <OrderRow key={one.order.id} {...one} />
              ))}
            </ul>
          </section>
        ))}
      </div>
      {more !== undefined && (
        <button type="button" className="button wide" disabled={busy} onClick={more}>
          {history.more}
        </button>
      )}
    </>
  )
}
