import * as z from 'zod'
import { withQuery } from '../api/admin-api.ts'
import { useAdmin } from '../parts/context.tsx'
import { Page } from '../parts/page.tsx'
import { useLoad } from '../parts/use-load.ts'
import { readPaymentSchema } from './admin-payment.ts'
import { PaymentRow } from './payment-row.tsx'

const pageSchema = z.object({ payments: z.array(readPaymentSchema), next: z.string().nullable() })

/** The states in which money waits for the operator. */
const STATES = ['review', 'refund_due'] as const

/** Shows the money that waits for a decision of the operator: in review, and due to go back by hand. */
export function MoneyPage() {
  const { messages } = useAdmin()
  const loaded = useLoad(
    (api, how) =>
      Promise.all(STATES.map((state) => api.get(withQuery('/v1/payments', { state, limit: 100 }), pageSchema, how))),
    [],
    { watches: true },
  )
  return (
    <Page title={messages.pages.money} loaded={loaded}>
      {(pages) =>
        STATES.map((state, index) => (
          <section key={state} className="admin-page" aria-labelledby={state}>
            <h2 id={state}>{messages.money.states[state]}</h2>
            {pages[index]?.payments.length === 0 && <p>{messages.nothing}</p>}
            <ul className="admin-rows">
              {pages[index]?.payments.map((payment) => (
                <PaymentRow key={payment.id} payment={payment} changed={loaded.reload} />
              ))}
            </ul>
            {pages[index]?.next !== null && <p>{messages.more}</p>}
          </section>
        ))
      }
    </Page>
  )
}
