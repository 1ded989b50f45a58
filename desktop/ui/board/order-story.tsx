import { useState } from 'react'
import type { ReadAttention } from '../../../shared/api/order-attention.ts'
import { formatMoney } from '../../../shared/money.ts'
import { ownEntry } from '../../../shared/own-entry.ts'
import { OrderMoney } from '../money/order-money.tsx'
import { useOrderMoney } from '../money/use-order-money.ts'
import { useUi } from '../parts/context.tsx'
import { timeOfDay } from '../parts/format.ts'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import { StoryReceipt } from './story-receipt.tsx'

/** Shows who answered an order, which devices told it, and where its money is: what the server alone knows. */
export function OrderStory({ orderId }: { orderId: number }) {
  const { messages } = useUi()
  const { story } = messages
  const [seen, setSeen] = useState(0)
  const read = useOrderMoney(orderId, seen)
  if (read === undefined) return <p className="story-wait">{story.loading}</p>
  if (!read.ok) return <p className="story-wait">{story.failed}</p>
  const { reminders } = read.value
  const told = read.value.told.map((one, index) => ({ one, key: `${index}` }))
  // Payments have no id here, so their place is their key.
  const payments = read.value.payments.map((payment, index) => ({ payment, key: `${index}` }))
  return (
    <>
      <OrderMoney read={read.value} changed={() => setSeen((count) => count + 1)} />
      {payments.length > 0 && (
        <section className="story">
          <h3>{story.payments}</h3>
          <ul>
            {payments.map(({ key, payment }) => (
              <Payment key={key} payment={payment} />
            ))}
          </ul>
        </section>
      )}
      {told.length > 0 && (
        <section className="story">
          <h3>{story.outside}</h3>
          <ul>
            {told.map(({ key, one }) => (
              <Told key={key} told={one} />
            ))}
          </ul>
        </section>
      )}
      {reminders.length > 0 && (
        <section className="story">
          <h3>{story.reminders}</h3>
          <ul>
            {reminders.map((reminder) => (
              <Reminder key={reminder.id} reminder={reminder} />
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

/** Shows a payment: its provider, its amount, and whether it stays, goes back, or has to be sent back by hand. */
function Payment({ payment }: { payment: ReadAttention['payments'][number] }) {
  const { messages, locale, timezone } = useUi()
  const { story } = messages
  const { state, provider, amountMinor, refundedMinor, currency, paidAt } = payment
  return (
    <li data-state={state}>
      <time className="figure">{timeOfDay(paidAt, timezone)}</time>
      <span>
        <b>{formatMoney(amountMinor, currency, locale)}</b> <UntrustedText text={provider} max={40} /> ·{' '}
        <b>{ownEntry(story.paymentStates, state) ?? state}</b>
        {refundedMinor > 0 && ` ${formatMoney(refundedMinor, currency, locale)}`}
      </span>
    </li>
  )
}

/** Shows a message to somebody outside of the shop: to whom, by what, why, and what became of it. */
function Told({ told }: { told: ReadAttention['told'][number] }) {
  const { messages, timezone } = useUi()
  const { people, story } = messages
  const { at, sentAt, answeredAt, cause, contact, channel, state, code } = told
  return (
    <li data-state={state}>
      <time className="figure">{timeOfDay(sentAt ?? at, timezone)}</time>
      <span>
        {contact === null ? people.gone : <UntrustedText text={contact} max={60} />} ·{' '}
        {ownEntry(people.channelKinds, channel) ?? channel} · {ownEntry(people.causeNames, cause) ?? cause} ·{' '}
        <b>{ownEntry(people.states, state) ?? state}</b>
        {state === 'failed' && code !== null && ` ${ownEntry(people.codes, code) ?? code}`}
        {answeredAt !== null && <span className="figure"> {timeOfDay(answeredAt, timezone)}</span>}
        {state === 'sent' && ` · ${story.notRead}`}
      </span>
    </li>
  )
}

/** Shows a reminder: when it was raised, how it ended, and each device that told it. */
function Reminder({ reminder }: { reminder: ReadAttention['reminders'][number] }) {
  const { messages, timezone } = useUi()
  const { story } = messages
  const { kind, state, answeredBy, answeredAt, createdAt, receipts, reached, claimedUntil } = reminder
  const silent = reached.filter(({ deviceId }) => !receipts.some((receipt) => receipt.deviceId === deviceId))
  const end = state === 'open' ? story.open : (ownEntry(messages.toasts.closed, state) ?? state)
  const who = answeredBy && (answeredBy.name ?? ownEntry(messages.toasts.by, answeredBy.kind) ?? answeredBy.kind)
  return (
    <li>
      <time className="figure">{timeOfDay(createdAt, timezone)}</time>
      <div>
        <p>
          <b>{ownEntry(messages.kind, kind) ?? kind}</b> · {end}
          {who && (
            <>
              {' · '}
              <UntrustedText text={who} max={60} />
            </>
          )}
          {answeredAt !== null && <span className="figure"> {timeOfDay(answeredAt, timezone)}</span>}
        </p>
        <p className="story-receipts">
          {receipts.length === 0 && (reached.length === 0 ? story.noDevice : story.untold)}
          {receipts.map((receipt) => (
            <StoryReceipt key={receipt.deviceId} receipt={receipt} />
          ))}
        </p>
        {silent.length > 0 && (
          <p className="story-receipts story-silent">
            {story.silent}{' '}
            {silent.map(({ deviceId, device, until }) => (
              <span key={deviceId} className="story-receipt">
                <UntrustedText text={device} max={40} />
                {until !== null && until !== answeredAt && ` ${story.untilTime(timeOfDay(until, timezone))}`}
              </span>
            ))}
          </p>
        )}
        {claimedUntil !== null && <p>{story.claimed(timeOfDay(claimedUntil, timezone))}</p>}
      </div>
    </li>
  )
}
