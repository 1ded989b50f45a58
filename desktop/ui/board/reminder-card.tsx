import { formatMoney } from '../../../shared/money.ts'
import { reminderKind, toldKind, waitingSince } from '../../../shared/reminder.ts'
import type { BoardReminder } from '../../core/bell/bell.ts'
import { useServerNow, useUi } from '../parts/context.tsx'
import { calledOf, clockFace, secondsBetween, tailOf } from '../parts/format.ts'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import { WarningList } from '../parts/warning-list.tsx'
import { CardItems } from './card-items.tsx'

/** Shows a reminder that nobody has answered; its button shows the alert. */
export function ReminderCard({ item: { reminder, answering, undo }, open }: { item: BoardReminder; open(): void }) {
  const { messages, locale, openNumbers } = useUi()
  const now = useServerNow(1_000)
  const { order, content } = reminder
  const since = waitingSince(order)
  const kind = reminderKind(reminder.type)
  const told = messages.kind[toldKind(reminder)]
  return (
    <article
      className="card"
      data-kind={kind}
      aria-label={order.number === '' ? told : `${told} ${tailOf(order.number, openNumbers)}`}
    >
      <header>
        <strong className="card-tail">{calledOf(reminder, messages, openNumbers)}</strong>
        {order.number !== '' && (
          <span className="tag" data-kind={kind}>
            {told}
          </span>
        )}
      </header>
      {toldKind(reminder) !== 'cancel' && <WarningList order={order} className="card-warnings" />}
      {order.revived && <p className="card-note">{messages.order.revived}</p>}
      {kind === 'other' && content !== '' && (
        <p className="card-content">
          <UntrustedText text={content} max={120} />
        </p>
      )}
      {order.remark !== undefined && (
        <p className="card-remark">
          <UntrustedText text={order.remark} max={120} />
        </p>
      )}
      <CardItems items={order.items} more={order.moreItems} />
      <footer>
        <span>{order.amountMinor !== undefined && formatMoney(order.amountMinor, order.currency, locale)}</span>
        <span>{since !== undefined && messages.alert.waited(clockFace(secondsBetween(since, now)))}</span>
      </footer>
      <div className="card-actions">
        <button type="button" className="button accept" disabled={answering !== undefined} onClick={open}>
          {answering === undefined
            ? messages.board.open
            : undo === undefined
              ? messages.alert.waitingForServer
              : messages.undo.will[answering]}
        </button>
      </div>
    </article>
  )
}
