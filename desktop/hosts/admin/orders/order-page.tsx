import * as z from 'zod'
import { type ReadAttention, readAttentionSchema } from '../../../../shared/api/order-attention.ts'
import { orderSchema } from '../../../../shared/api/orders.ts'
import { formatMoney } from '../../../../shared/money.ts'
import type { AdminMessages } from '../messages/messages.ts'
import { useAdmin } from '../parts/context.tsx'
import { Page } from '../parts/page.tsx'
import { Untrusted } from '../parts/untrusted.tsx'
import { useLoad } from '../parts/use-load.ts'
import { moment } from '../parts/words.ts'
import { tellStory } from './tell-story.ts'

const headSchema = orderSchema.pick({ number: true, createdAt: true }).extend({ status: z.int() })

/** Shows the story of an order: what rang where, who was told, who answered, and where its money is. */
export function OrderPage({ id }: { id: string }) {
  const { messages, locale } = useAdmin()
  const words: AdminMessages['orders'] = messages.orders
  const path = `/v1/orders/${encodeURIComponent(id)}`
  const loaded = useLoad(
    async (api, how) => {
      const [order, story] = await Promise.all([
        api.get(path, headSchema, how),
        api.get(`${path}/attention`, readAttentionSchema, how),
      ])
      return { order, story }
    },
    [path],
  )
  const { order } = loaded.data ?? {}
  return (
    <Page
      title={order === undefined ? messages.pages.orders : <Untrusted text={order.number} max={64} />}
      loaded={loaded}
    >
      {({ order, story }) => (
        <>
          <p className="lead">
            {words.status(order.status)} · {words.placed(moment(order.createdAt))}
          </p>
          <ol className="admin-rows">
            {tellStory(story, words).map(({ at, text }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: several things may happen in one millisecond
              <li key={index} className="paper">
                <p>{moment(at)}</p>
                <p>
                  <Untrusted text={text} max={400} />
                </p>
              </li>
            ))}
          </ol>
          <Payments payments={story.payments} locale={locale} words={words} />
        </>
      )}
    </Page>
  )
}

function Payments({
  payments,
  locale,
  words,
}: {
  payments: ReadAttention['payments']
  locale: string
  words: AdminMessages['orders']
}) {
  return (
    <ul className="admin-rows">
      {payments.map((payment) => (
        <li key={`${payment.provider} ${payment.paidAt}`} className="paper">
          <Untrusted
            text={`${formatMoney(payment.amountMinor, payment.currency, locale)} · ${payment.provider} · ${words.payment(payment.state)}`}
          />
        </li>
      ))}
    </ul>
  )
}
