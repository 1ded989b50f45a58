import { formatMoney } from '../../../shared/money.ts'
import { reminderKind, waitingSince } from '../../../shared/reminder.ts'
import type { BoardEntry } from '../../core/bell/bell.ts'
import { useServerNow, useUi } from '../parts/context.tsx'
import { calledOf, clockFace, secondsBetween, tailOf } from '../parts/format.ts'
import { Stranger } from '../parts/untrusted-text.tsx'
import { CardItems } from './card-items.tsx'

/** A reminder that nobody has answered; pressing it brings its alert up. */
export function ReminderCard({ entry: { reminder, answering }, open }: { entry: BoardEntry; open(): void }) {
  const { words, locale } = useUi()
  const now = useServerNow(1_000)
  const { order, content } = reminder
  const since = waitingSince(order)
  const kind = reminderKind(reminder.type)
  return (
    <article
      className="card"
      data-kind={kind}
      aria-label={order.number === '' ? words.kind[kind] : `${words.kind[kind]} ${tailOf(order.number)}`}
    >
      <header>
        <strong className="card-tail">{calledOf(reminder, words)}</strong>
        {order.number !== '' && (
          <span className="tag" data-kind={kind}>
            {words.kind[kind]}
          </span>
        )}
      </header>
      {kind === 'other' && content !== '' && (
        <p className="card-content">
          <Stranger text={content} max={120} />
        </p>
      )}
      {order.remark !== undefined && (
        <p className="card-remark">
          <Stranger text={order.remark} max={120} />
        </p>
      )}
      <CardItems items={order.items} more={order.moreItems} />
      <footer>
        <span>{order.amountMinor !== undefined && formatMoney(order.amountMinor, order.currency, locale)}</span>
        <span>{since !== undefined && words.alert.waited(clockFace(secondsBetween(since, now)))}</span>
      </footer>
      <div className="card-actions">
        <button type="button" className="button accept" disabled={answering !== undefined} onClick={open}>
          {answering === undefined ? words.board.open : words.alert.waitingForServer}
        </button>
      </div>
    </article>
  )
}
