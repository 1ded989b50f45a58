import { useAdmin } from '../parts/context.tsx'
import { Page } from '../parts/page.tsx'
import { Untrusted } from '../parts/untrusted.tsx'
import { useLoad } from '../parts/use-load.ts'
import { ago } from '../parts/words.ts'
import { readStores, type StoreHealth } from './store-health.ts'

/** Shows every store and its health at a glance; it looks again by itself. */
export function StoresPage() {
  const { messages, clock } = useAdmin()
  const words = messages.stores
  const loaded = useLoad((api, how) => readStores(api, how, clock.now), [clock], { watches: true })
  return (
    <Page title={messages.pages.stores} loaded={loaded}>
      {(stores) => (
        <>
          <p className="lead">{words.summary(stores.length, stores.filter(({ online }) => online === 0).length)}</p>
          <ul className="admin-cards">
            {stores.map((health) => (
              <StoreCard key={health.store.id} health={health} now={clock.now()} />
            ))}
          </ul>
        </>
      )}
    </Page>
  )
}

function StoreCard({ health, now }: { health: StoreHealth; now: number }) {
  const { messages } = useAdmin()
  const words = messages.stores
  const { store, troubles } = health
  const waits = health.oldestAt === undefined ? words.nobodyWaits : ago(health.oldestAt, now, messages)
  const rehearsed =
    health.rehearsedAt === undefined ? words.never : messages.ago(ago(health.rehearsedAt, now, messages))
  const facts = [
    { name: words.devices, value: words.online(health.online, health.devices), wrong: troubles.includes('offline') },
    { name: words.unanswered, value: String(health.unanswered), wrong: false },
    { name: words.oldest, value: waits, wrong: troubles.includes('unanswered') },
    { name: words.escalation, value: words.set(health.escalates), wrong: troubles.includes('no_escalation') },
    { name: words.rehearsal, value: rehearsed, wrong: troubles.includes('no_rehearsal') },
  ]
  return (
    <li className="paper" data-trouble={troubles.length > 0}>
      <h2>
        <a href={`#stores/${encodeURIComponent(store.id)}`}>
          <Untrusted text={store.name} max={100} />
        </a>
      </h2>
      <dl className="facts">
        {facts.map(({ name, value, wrong }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className={wrong ? 'wrong' : undefined}>
              {wrong && <span aria-hidden="true">⚠ </span>}
              {value}
            </dd>
          </div>
        ))}
      </dl>
    </li>
  )
}
