import { type FormEvent, useState } from 'react'
import * as z from 'zod'
import { orderSchema } from '../../../../shared/api/orders.ts'
import { formatMoney } from '../../../../shared/money.ts'
import { withQuery } from '../api/admin-api.ts'
import { useAdmin } from '../parts/context.tsx'
import { Page } from '../parts/page.tsx'
import { Untrusted } from '../parts/untrusted.tsx'
import { useLoad } from '../parts/use-load.ts'
import { moment } from '../parts/words.ts'

const foundSchema = z.object({
  orders: z.array(
    orderSchema
      .pick({ id: true, storeId: true, number: true, amountMinor: true, createdAt: true })
      .extend({ status: z.int(), currency: z.string() }),
  ),
})

/** Finds orders by their number, and leads to their stories; without a number, the latest ones. */
export function OrdersPage() {
  const { messages, locale } = useAdmin()
  const words = messages.orders
  const [typed, setTyped] = useState('')
  const [number, setNumber] = useState('')
  const loaded = useLoad(
    (api, how) =>
      api.get(withQuery('/v1/orders', { number: number === '' ? undefined : number, limit: 20 }), foundSchema, how),
    [number],
  )
  const search = (event: FormEvent) => {
    event.preventDefault()
    setNumber(typed.trim())
  }
  return (
    <Page title={messages.pages.orders} loaded={loaded}>
      {({ orders }) => (
        <>
          <form className="admin-line" onSubmit={search}>
            <label className="labelled">
              <span>{words.number}</span>
              <input className="field" value={typed} maxLength={64} onChange={({ target }) => setTyped(target.value)} />
            </label>
            <button type="submit" className="button">
              {words.search}
            </button>
          </form>
          {orders.length === 0 && <p>{messages.nothing}</p>}
          <ul className="admin-rows">
            {orders.map((order) => (
              <li key={order.id} className="paper">
                <p>
                  <a href={`#orders/${order.id}`}>
                    <Untrusted text={order.number} max={64} />
                  </a>{' '}
                  <span className="tag" data-status={order.status}>
                    {words.status(order.status)}
                  </span>
                </p>
                <p>
                  <Untrusted text={formatMoney(order.amountMinor, order.currency, locale)} /> ·{' '}
                  {moment(order.createdAt)} · <Untrusted text={order.storeId} /> · {words.id} {order.id}
                </p>
              </li>
            ))}
          </ul>
        </>
      )}
    </Page>
  )
}
