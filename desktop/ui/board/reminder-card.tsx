import { isCut } from '../../../shared/api/whole-order.ts'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { type FrameOrder, reminderKind, toldKind, waitingSince } from '../../../shared/reminder.ts'
import type { BoardReminder } from '../../core/bell/bell.ts'
import { ClaimedBy } from '../parts/claimed-by.tsx'
import { useUi } from '../parts/context.tsx'
import { calledOf, clockFace, fulfilmentOf, secondsBetween, tailOf } from '../parts/format.ts'
import { useTick } from '../parts/second-clock.tsx'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import { WarningList } from '../parts/warning-list.tsx'

/** Shows a reminder that nobody has answered; its button shows the alert. */
export function ReminderCard({ item: { reminder, answering, undo }, open }: { item: BoardReminder; open(): void }) {
  const { messages, openNumbers, whole } = useUi()
  const { order } = reminder
  const kind = reminderKind(reminder.type)
  const told = messages.kind[toldKind(reminder)]
  const waiting = answering === undefined ? messages.board.open : messages.alert.waitingForServer
  const called = calledOf(reminder, messages, openNumbers)
  // Whoever opens it wants to read: the alert then has what the frame lacks.
  function read(): void {
    if (isCut(order) && reminder.orderId > 0) whole.open(reminder.orderId)
    open()
  }

  return (
    <article
      className="card wait"
      data-kind={kind}
      aria-label={order.number === '' ? told : `${told} ${tailOf(order.number, openNumbers)}`}
    >
      <div className="wait-head">
        <strong className="card-tail" data-long={called.length > 4}>
          {called}
        </strong>
        <Waited order={order} />
      </div>
      <div className="wait-text">
        <p className="wait-kind">
          {order.number !== '' && <b>{told}</b>}
          <span>{fulfilmentOf(order, messages)}</span>
        </p>
        {toldKind(reminder) !== 'cancel' && <WarningList order={order} className="card-warnings" />}
        <Gist reminder={reminder} />
        <ClaimedBy reminder={reminder} />
      </div>
      <button type="button" className="button wait-open" disabled={answering !== undefined} onClick={read}>
        {answering !== undefined && undo !== undefined ? messages.undo.will[answering] : waiting}
      </button>
    </article>
  )
}

/** Shows for how long the customer has waited, to the second. */
function Waited({ order }: { order: FrameOrder }) {
  const { messages } = useUi()
  const since = waitingSince(order)
  const waited = useTick((now) => (since === undefined ? '' : clockFace(secondsBetween(since, now))))
  return waited === '' ? null : <span className="wait-age">{messages.alert.waited(waited)}</span>
}

/** Shows a line of what the reminder is about: why it was called off, its remark, its dishes. The alert has all of it. */
function Gist({ reminder: { type, order, content } }: { reminder: ReminderFrame }) {
  const { messages } = useUi()
  const dishes = order.items.map(({ name, quantity }) => `${quantity}× ${name}`).join(' · ')
  const more = order.moreItems > 0 ? ` · ${messages.order.more(order.moreItems)}` : ''
  const said = reminderKind(type) === 'other' ? content : (order.cancelReason ?? order.remark)
  return (
    <p className="wait-gist">
      {order.payment !== undefined && <b>{messages.order.cash(order)} </b>}
      {order.revived && <b>{messages.order.revived} </b>}
      {said !== undefined && said !== '' && (
        <b>
          <UntrustedText text={said} max={120} still />{' '}
        </b>
      )}
      <UntrustedText text={`${dishes}${more}`} max={160} still />
    </p>
  )
}
