import { useState } from 'react'
import { useUi } from '../parts/context.tsx'
import { OrderRow } from './order-row.tsx'
import { SearchForm } from './search-form.tsx'
import { type Search, useHistory } from './use-history.ts'

/** Shows the search for orders of the store, and its results. */
export function History() {
  const { messages } = useUi()
  const { history } = messages
  const [search, setSearch] = useState<Search>({})
  const { orders, more, busy, fault } = useHistory(search)
  const said = busy ? history.loading : orders.length === 0 ? history.nothing : history.found(orders.length)
  return (
    <section className="history">
      <div className="history-head">
        <h1>{history.title}</h1>
        <a className="button" href="#report">
          {messages.report.open}
        </a>
      </div>
      <SearchForm search={setSearch} />
      <p className="history-said" role="status">
        {fault === undefined ? said : history.failed(fault)}
      </p>
      <ul className="rows" aria-busy={busy}>
        {orders.map((order) => (
          <OrderRow key={order.id} order={order} />
        ))}
      </ul>
      {more !== undefined && (
        <button type="button" className="button wide" disabled={busy} onClick={more}>
          {history.more}
        </button>
      )}
    </section>
  )
}
