import type { AlertQueue } from '../alert/use-alert-queue.ts'
import { Board } from '../board/board.tsx'
import { useOrders } from '../board/use-orders.ts'
import { useStruckDishes } from '../board/use-struck-dishes.ts'
import { Late } from '../late/late.tsx'
import {
  LATE_ABOUT,
  LATE_HISTORY,
  LATE_PEOPLE,
  LATE_PRINT,
  LATE_REPORT,
  LATE_SETTINGS,
  useLateScreens,
} from '../late/late-screens.ts'
import { BellMark } from '../parts/bell-mark.tsx'
import { useUi } from '../parts/context.tsx'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import { PrintPlace } from '../printing/printed-order.ts'
import { FirstToday } from '../report/first-today.tsx'
import { Alarms } from '../status/alarms.tsx'
import { Lamps } from '../status/lamps.tsx'
import { UndoBar } from '../undo/undo-bar.tsx'
import { Toasts } from './toasts.tsx'
import { entryOf, SCREENS, useRoute } from './use-route.ts'

/** Shows the header with its lamps, what loses orders, and one of the screens. */
export function Shell({ queue }: { queue: AlertQueue }) {
  const { view, messages } = useUi()
  const screen = useRoute()
  // Loaded here, so that the board has its orders at once, and also when the server cannot be reached.
  const orders = useOrders()
  const strikeOff = useStruckDishes(orders)
  useLateScreens()
  const { store } = view.status
  const name = store?.name ?? view.host.pairing?.store.name ?? ''
  return (
    <div className="shell">
      <header className="shell-head">
        <div className="shell-brand">
          <BellMark size={36} />
          <p>
            <strong>{messages.productName}</strong>
            <span className="shell-store">
              <UntrustedText text={name} max={60} />
            </span>
          </p>
        </div>
        <Lamps />
        <nav aria-label={messages.nav.label}>
          {SCREENS.map((one) => (
            <a key={one} href={`#${one}`} aria-current={one === entryOf(screen) ? 'page' : undefined}>
              {messages.nav[one]}
            </a>
          ))}
        </nav>
      </header>
      <Alarms />
      <FirstToday />
      <main className="shell-main">
        {screen === 'board' && (
          <PrintPlace value={<Late part={LATE_PRINT} />}>
            <Board queue={queue} orders={orders} strikeOff={strikeOff} />
          </PrintPlace>
        )}
        {screen === 'history' && <Late part={LATE_HISTORY} />}
        {screen === 'settings' && <Late part={LATE_SETTINGS} />}
        {screen === 'people' && <Late part={LATE_PEOPLE} />}
        {screen === 'report' && <Late part={LATE_REPORT} />}
        {screen === 'about' && <Late part={LATE_ABOUT} />}
      </main>
      <Toasts />
      {/* An open alert has it: nothing else can be pressed or read aloud then. */}
      {queue.current === undefined && <UndoBar orders={orders.underWay} />}
    </div>
  )
}
