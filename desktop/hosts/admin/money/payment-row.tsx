import { useState } from 'react'
import { formatMoney } from '../../../../shared/money.ts'
import { ownEntry } from '../../../../shared/own-entry.ts'
import { ConfirmButton } from '../parts/confirm-button.tsx'
import { useAdmin } from '../parts/context.tsx'
import { Fault } from '../parts/fault.tsx'
import { Untrusted } from '../parts/untrusted.tsx'
import { useAct } from '../parts/use-act.ts'
import { moment } from '../parts/words.ts'
import type { AdminPayment } from './admin-payment.ts'

/** Shows one payment that waits for the operator, with what he can do about it. */
export function PaymentRow({ payment, changed }: { payment: AdminPayment; changed(): void }) {
  const { messages, locale, mayAct } = useAdmin()
  const words = messages.money
  const why = payment.reviewReason ?? payment.refundFault
  const left = payment.amountMinor - payment.refundedMinor
  return (
    <li className="paper">
      <p>
        <strong>
          <Untrusted text={formatMoney(left, payment.currency, locale)} />
        </strong>{' '}
        · {words.order} <Untrusted text={payment.orderNumber} max={64} />
      </p>
      {why !== null && <p>{ownEntry(words.why, why) ?? <Untrusted text={why} />}</p>}
      <p>
        <Untrusted text={`${payment.provider} ${payment.transactionId}`} /> · {moment(payment.paidAt)}
      </p>
      {mayAct && <Decision payment={payment} changed={changed} />}
    </li>
  )
}

function Decision({ payment, changed }: { payment: AdminPayment; changed(): void }) {
  const { api, messages } = useAdmin()
  const { busy, fault, run } = useAct()
  const [orderId, setOrderId] = useState('')
  const [note, setNote] = useState('')
  const words = messages.money
  const left = payment.amountMinor - payment.refundedMinor
  const path = `/v1/payments/${encodeURIComponent(payment.id)}`
  const decide = (act: string, body?: unknown) =>
    run(async () => {
      await api.send('POST', `${path}/${act}`, body)
      changed()
    })
  return (
    <div className="admin-decision">
      {payment.refundFault !== 'by_hand' && (
        <div className="buttons">
          <ConfirmButton label={words.refund} busy={busy} act={() => decide('refund')} />
        </div>
      )}
      <div className="admin-line">
        <label className="labelled">
          <span>{words.note}</span>
          <input className="field" value={note} maxLength={200} onChange={({ target }) => setNote(target.value)} />
        </label>
        <ConfirmButton
          label={words.byHand}
          busy={busy || note.trim() === ''}
          // The sum that was seen: if less is left by now, the server says so.
          act={() => decide('refunded-by-hand', { note: note.trim(), amountMinor: left })}
        />
      </div>
      {payment.state === 'review' && (
        <div className="admin-line">
          <label className="labelled">
            <span>{words.orderId}</span>
            <input
              className="field"
              inputMode="numeric"
              value={orderId}
              onChange={({ target }) => setOrderId(target.value.replace(/\D/g, ''))}
            />
          </label>
          <ConfirmButton
            label={words.apply}
            busy={busy || orderId === ''}
            act={() => decide('apply', { orderId: Number(orderId) })}
          />
        </div>
      )}
      <Fault code={fault} />
    </div>
  )
}
