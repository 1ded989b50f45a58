import { useUi } from '../parts/context.tsx'
import { RefundItem } from './refund-item.tsx'
import type { Refunds } from './use-refunds.ts'

/** Lists money that goes back, or has gone, with its states. */
export function RefundList({ refunds, state }: { refunds: Refunds; state: 'open' | 'done' }) {
  const { money } = useUi().messages
  const { list, mayMark, fault, more, reload } = refunds
  const said = list === undefined ? money.loading : list.length === 0 ? money.none[state] : ''
  return (
    <div className="refund-list">
      <p className="refund-said" role="status">
        {fault === undefined ? said : money.failed(fault)}
      </p>
      <ul aria-label={money.lists[state]}>
        {(list ?? []).map((refund) => (
          <RefundItem key={refund.id} refund={refund} mayMark={mayMark} changed={reload} />
        ))}
      </ul>
      {more !== undefined && (
        <button type="button" className="button wide" onClick={more}>
          {money.more}
        </button>
      )}
    </div>
  )
}
