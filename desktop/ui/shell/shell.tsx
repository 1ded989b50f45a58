import { About } from '../about/about.tsx'
import type { Stack } from '../alert/use-alert-queue.ts'
import { Board } from '../board/board.tsx'
import { useOrders } from '../board/use-orders.ts'
import { History } from '../history/history.tsx'
import { BellMark } from '../parts/bell-mark.tsx'
import { useUi } from '../parts/context.tsx'
import { Stranger } from '../parts/untrusted-text.tsx'
import { SettingsScreen } from '../settings/settings-screen.tsx'
import { Banners } from './banners.tsx'
import { PassingWords } from './toasts.tsx'
import { SCREENS, useRoute } from './use-route.ts'

/** Header, banners and one of the screens. */
export function Shell({ stack }: { stack: Stack }) {
  const { view, words } = useUi()
  const screen = useRoute()
  // Kept here, so that the board is there at once, and there at all when the server is not.
  const orders = useOrders()
  const { link, store } = view.status
  const name = store?.name ?? view.host.pairing?.store.name ?? ''
  return (
    <div className="shell">
      <header className="shell-head">
        <div className="shell-brand">
          <BellMark size={36} />
          <p>
            <strong>{words.productName}</strong>
            <span className="shell-store">
              <Stranger text={name} max={60} />
            </span>
          </p>
          <span className="link-state" data-link={link}>
            {words.link[link]}
          </span>
        </div>
        <nav aria-label={words.nav.label}>
          {SCREENS.map((one) => (
            <a key={one} href={`#${one}`} aria-current={one === screen ? 'page' : undefined}>
              {words.nav[one]}
            </a>
          ))}
        </nav>
      </header>
      <Banners />
      <main className="shell-main">
        {screen === 'board' && <Board stack={stack} orders={orders} />}
        {screen === 'history' && <History />}
        {screen === 'settings' && <SettingsScreen />}
        {screen === 'about' && <About />}
      </main>
      <PassingWords />
    </div>
  )
}
