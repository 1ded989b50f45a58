import { toldKind } from '../../../shared/reminder.ts'
import type { BoardReminder } from '../../core/bell/bell.ts'
import { useUi } from '../parts/context.tsx'
import { fulfilmentOf } from '../parts/format.ts'
import { Countdown } from './countdown.tsx'
import type { AlertQueue } from './use-alert-queue.ts'
import { WaitingStrip } from './waiting-strip.tsx'

/** Shows what has come, for whom in the shop, how long it has waited, and what waits beside it. */
export function AlertTop({ queue, current }: { queue: AlertQueue; current: BoardReminder }) {
  const { messages } = useUi()
  const { reminder } = current
  const fulfilment = fulfilmentOf(reminder.order, messages)
  return (
    <header className="alert-top">
      <h2>{messages.alert.label[toldKind(reminder)]}</h2>
      {fulfilment !== '' && <span className="alert-tag">{fulfilment}</span>}
      <WaitingStrip queue={queue} current={current} />
      <Countdown reminder={reminder} />
    </header>
  )
}
