import { useState } from 'react'
import { reminderKind } from '../../../shared/reminder.ts'
import type { BoardReminder } from '../../core/bell/bell.ts'
import { ReasonPanel } from '../alert/reason-panel.tsx'
import { useUi } from '../parts/context.tsx'
import { PlainOrder } from '../parts/plain-order.tsx'
import { ReadWhole } from '../parts/read-whole.tsx'

/** Shows a reminder whose card or alert could not be drawn: its number, its dishes and its answers. */
export function PlainReminder({ item: { reminder, answering } }: { item: BoardReminder }) {
  const { bridge, messages } = useUi()
  const [rejecting, setRejecting] = useState(false)
  const { id, orderId, order } = reminder
  const isOrder = reminderKind(reminder.type) === 'new_order'
  const accept = () =>
    void bridge.answer(isOrder ? { move: 'confirm', orderId } : { move: 'acknowledge', reminderId: id })
  function reject(reason: string): void {
    setRejecting(false)
    void bridge.answer({ move: 'reject', orderId, reason })
  }
  return (
    <article className="card" data-kind={reminderKind(reminder.type)}>
      <PlainOrder order={order} />
      <ReadWhole reminder={reminder} />
      {rejecting ? (
        <ReasonPanel
          orderId={orderId}
          question={messages.alert.rejectQuestion}
          reasons={messages.alert.reasons}
          choose={reject}
          back={() => setRejecting(false)}
        />
      ) : (
        <div className="card-actions">
          <button
            type="button"
            className="button accept"
            data-answers
            disabled={answering !== undefined}
            onClick={accept}
          >
            {isOrder ? messages.alert.accept : messages.alert.noted}
          </button>
          {isOrder && (
            <button
              type="button"
              className="button quiet"
              disabled={answering !== undefined}
              onClick={() => setRejecting(true)}
            >
              {messages.alert.reject}
            </button>
          )}
        </div>
      )}
    </article>
  )
}
