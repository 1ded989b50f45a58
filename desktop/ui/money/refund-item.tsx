import { useState } from 'react'
import type { ReadStoreRefund } from '../../../shared/api/store-refunds.ts'
import { formatMoney } from '../../../shared/money.ts'
import { ownEntry } from '../../../shared/own-entry.ts'
import { cleanLine } from '../../../shared/text.ts'
import { sayRefund } from '../../core/money/say-money.ts'
import { useUi } from '../parts/context.tsx'
import { dateAndTime, tailOf } from '../parts/format.ts'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import { MoneyLine } from './money-line.tsx'

/** The states in which a human has to return the money. */
const BY_HAND = ['by_hand', 'failed']

interface RefundItemProps {
  refund: ReadStoreRefund
  /** Whether this store's devices may note that money went back by hand. */
  mayMark: boolean
  /** The refund as the server has it after it was noted; `undefined`: it has changed in another way. */
  changed(refund: ReadStoreRefund | undefined): void
}

/** Shows money that goes back: of which order, its state, since when, and the way to note it as returned by hand. */
export function RefundItem({ refund, mayMark, changed }: RefundItemProps) {
  const { messages, locale, timezone } = useUi()
  const { money } = messages
  const { orderNumber, state, calledOffAt, paidAt, doneAt } = refund
  const [label, at] =
    doneAt !== null
      ? [money.done, doneAt]
      : calledOffAt !== null
        ? [money.calledOff, calledOffAt]
        : [money.paid, paidAt]
  return (
    <li className="refund" data-state={state}>
      <strong className="refund-tail">{tailOf(orderNumber)}</strong>
      <div className="refund-what">
        <MoneyLine said={sayRefund(refund, locale)} />
        <p className="refund-facts">
          <UntrustedText text={orderNumber} max={64} /> · {label}{' '}
          <time dateTime={new Date(at).toISOString()}>{dateAndTime(at, timezone)}</time>
        </p>
        {BY_HAND.includes(state) && <RefundMark refund={refund} mayMark={mayMark} changed={changed} />}
      </div>
    </li>
  )
}

/** Asks once more before it notes money as returned; says who can where the shop may not. */
function RefundMark({ refund, mayMark, changed }: RefundItemProps) {
  const { bridge, messages, locale } = useUi()
  const { money } = messages
  const [step, setStep] = useState<'idle' | 'asked' | 'sent'>('idle')
  const [fault, setFault] = useState<string>()

  async function mark(): Promise<void> {
    setStep('sent')
    setFault(undefined)
    const result = await bridge.markReturned(refund.id, refund.owedMinor)
    setStep('idle')
    if (!result.ok) setFault(result.code)
    if (result.ok || result.code !== 'unreachable') changed(result.ok ? result.value : undefined)
  }

  if (!mayMark) return <p className="refund-who">{money.onlyOperator}</p>
  if (refund.refundUnknown) return <p className="refund-who">{money.amountUnknown}</p>
  return (
    <div className="refund-mark">
      {fault !== undefined && (
        <p className="fault" role="alert">
          {money.refused}: {ownEntry(money.refusedCodes, fault) ?? cleanLine(fault, 60)}
        </p>
      )}
      {step === 'asked' ? (
        <>
          <p className="refund-question">{money.confirm(formatMoney(refund.owedMinor, refund.currency, locale))}</p>
          <button type="button" className="button accept" onClick={() => void mark()}>
            {money.yes}
          </button>
          <button type="button" className="button quiet" onClick={() => setStep('idle')}>
            {money.no}
          </button>
        </>
      ) : (
        <button type="button" className="button" disabled={step === 'sent'} onClick={() => setStep('asked')}>
          {step === 'sent' ? money.marking : money.mark}
        </button>
      )}
    </div>
  )
}
