import { useState } from 'react'
import { RefundList } from '../money/refund-list.tsx'
import { useRefunds } from '../money/use-refunds.ts'
import { useUi } from '../parts/context.tsx'
import { Sheet } from './sheet.tsx'

/** The states that want a human: their number stands out. */
const WANTS_HUMAN = ['by_hand', 'failed', 'in_review']

/** Shows at the board's edge how much money has not gone back yet; a press shows the list. Nothing where none has to. */
export function RefundEdge() {
  const { money } = useUi().messages
  const refunds = useRefunds('open')
  const [opened, setOpened] = useState(false)
  const { list = [], more } = refunds
  const human = list.filter(({ state }) => WANTS_HUMAN.includes(state)).length
  if (list.length === 0 && !opened) return null
  return (
    <>
      <button type="button" className="button bar-refunds" data-urgent={human > 0} onClick={() => setOpened(true)}>
        {money.lists.open} <b>{more === undefined ? list.length : `${list.length}+`}</b>
      </button>
      {opened && (
        <Sheet className="refund-sheet" heading={money.lists.open} close={() => setOpened(false)}>
          <RefundList refunds={refunds} state="open" />
        </Sheet>
      )}
    </>
  )
}
