import { isCut } from '../../../shared/api/whole-order.ts'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { useUi } from './context.tsx'

/**
 * Shows a button, where a reminder lacks a part of its order, that reads the whole from the server: one touch, and every
 * dish, note, warning and remark stands where the shortened ones stood.
 */
export function ReadWhole({ reminder: { orderId, order } }: { reminder: Pick<ReminderFrame, 'orderId' | 'order'> }) {
  const { messages, whole } = useUi()
  const state = whole.stateOf(orderId)
  // An order that could not be read has no id to ask for.
  if (orderId < 1 || state === 'whole' || !isCut(order)) return null
  const { read, reading, failed } = messages.order.whole
  return (
    <button
      type="button"
      className="button wide read-whole"
      disabled={state === 'loading'}
      onClick={() => whole.open(orderId)}
    >
      {state === 'loading' ? reading : state === 'failed' ? failed : read(order.moreItems)}
    </button>
  )
}
