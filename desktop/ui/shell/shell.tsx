import { About } from '../about/about.tsx'
import type { AlertQueue } from '../alert/use-alert-queue.ts'
import { Board } from '../board/board.tsx'
import { useOrders } from '../board/use-orders.ts'
import { useStruckDishes } from '../board/use-struck-dishes.ts'
import { History } from '../history/history.tsx'
import { BellMark } from '../parts/bell-mark.tsx'
import { useUi } from '../parts/context.tsx'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import { SettingsScreen } from '../settings/settings-screen.tsx'
import { Alarms } from '../status/alarms.tsx'
import { Lamps } from '../status/lamps.tsx'
import { UndoBar } from '../undo/undo-bar.tsx'
import { Toasts } from './toasts.tsx'
import { SCREENS, useRoute } from './use-route.ts'

/** Shows the header with its lamps, what loses orders, and one of the screens. */
export function Shell({ queue }: { queue: AlertQueue }) {
  const { view, messages } = useUi()
  const screen = useRoute()
  // Loaded here, so that the board has its orders at once, and also when the server cannot be reached.
  const orders = useOrders()
  const strikeOff = useStruckDishes(orders)
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
            <a key={one} href={`#${one}`} aria-current={one === screen ? 'page' : undefined}>
              {messages.nav[one]}
            </a>
          ))}
        </nav>
      </header>
      <Alarms />
      <main className="shell-main">
        {screen === 'board' && <Board queue={queue} orders={orders} strikeOff={strikeOff} />}
        {screen === 'history' && <History />}
        {screen === 'settings' && <SettingsScreen />}
        {screen === 'about' && <About />}
      </main>
      <Toasts />
      {/* An open alert has it: nothing else can be pressed or read aloud then. */}
      {queue.current === undefined && <UndoBar orders={orders.underWay} />}
    </div>
  )
}
