import { type ReactNode, useEffect, useRef } from 'react'
import type { Locale } from '../../../shared/locales.ts'
import { BellMark } from '../../ui/parts/bell-mark.tsx'
import { AboutPage } from './about/about-page.tsx'
import { AuditPage } from './audit/audit-page.tsx'
import { WebhooksPage } from './events/webhooks-page.tsx'
import { KeysPage } from './keys/keys-page.tsx'
import { LocaleChoice } from './locale-choice.tsx'
import { MoneyPage } from './money/money-page.tsx'
import { OrderPage } from './orders/order-page.tsx'
import { OrdersPage } from './orders/orders-page.tsx'
import { useAdmin } from './parts/context.tsx'
import { Fault } from './parts/fault.tsx'
import { Untrusted } from './parts/untrusted.tsx'
import { useAct } from './parts/use-act.ts'
import { PAGES, type Place, usePage } from './place/use-page.ts'
import { StorePage } from './stores/store-page.tsx'
import { StoresPage } from './stores/stores-page.tsx'

/** The page behind the sign-in: its menu, who is signed in, and one of the pages. */
export function Shell({ setLocale }: { setLocale(locale: Locale): void }) {
  const { messages, session, locale, api, leave } = useAdmin()
  const place = usePage()
  const leaving = useAct()
  const main = useRef<HTMLElement>(null)
  // Whoever reads by keyboard or by ear is taken to the page that was chosen.
  useEffect(() => {
    if (place.page !== undefined) main.current?.focus()
  }, [place.page])
  return (
    <div className="shell">
      <header className="shell-head">
        <div className="shell-brand">
          <BellMark size={36} />
          <p>
            <strong>{messages.title}</strong>
            <span className="shell-store">
              <Untrusted text={session.name} max={60} /> · {messages.roles[session.role]}
            </span>
          </p>
        </div>
        <nav aria-label={messages.menu}>
          {PAGES.map((one) => (
            <a key={one} href={`#${one}`} aria-current={one === place.page ? 'page' : undefined}>
              {messages.pages[one]}
            </a>
          ))}
        </nav>
        <div className="buttons">
          <LocaleChoice locale={locale} setLocale={setLocale} label={messages.language} />
          <button
            type="button"
            className="button"
            disabled={leaving.busy}
            onClick={() => leaving.run(() => api.signOut().then(() => leave('asked')))}
          >
            {messages.signOut}
          </button>
        </div>
      </header>
      <main className="shell-main" ref={main} tabIndex={-1}>
        <Fault code={leaving.fault} />
        {pageOf(place)}
      </main>
    </div>
  )
}

function pageOf({ page, id }: Place): ReactNode {
  switch (page) {
    case 'money':
      return <MoneyPage />
    case 'orders':
      return id === undefined ? <OrdersPage /> : <OrderPage key={id} id={id} />
    case 'webhooks':
      return <WebhooksPage />
    case 'keys':
      return <KeysPage />
    case 'audit':
      return <AuditPage />
    case 'about':
      return <AboutPage />
    default:
      return id === undefined ? <StoresPage /> : <StorePage key={id} id={id} />
  }
}
