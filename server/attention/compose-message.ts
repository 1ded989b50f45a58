import type { EffectCause } from '../../shared/api/attention.ts'
import type { Locale } from '../../shared/locales.ts'
import type { Fulfilment } from '../../shared/order.ts'
import type { AnsweredBy, ReminderKind } from '../../shared/reminder.ts'
import type { Sql } from '../db/database.ts'
import { getStore } from '../stores/stores.ts'
import type { Message } from './channels/port.ts'
import { coversOf, type EffectRow } from './effect-row.ts'
import type { ContactRow } from './targets.ts'
import { defuse } from './texts/defuse.ts'
import { WORDS } from './texts/words.ts'

/** Orders that a message lists; of more it says how many. */
const MOST_LISTED = 10
/** Characters of a name in a message. */
const MAX_NAME = 40
/** The end of an effect's id, enough to tell one message from another. */
const SHOWN_ID = 6

/** A reminder as a message tells it: nothing of the customer. */
interface CoveredRow {
  id: string
  kind: ReminderKind
  state: string
  since: number
  answered_by: string | null
  number: string
  fulfilment: Fulfilment
}

/**
 * Words the message of an effect at `now`, milliseconds, in the language of its store. Reminders that were answered
 * since are left out. Rejects with `storage_unavailable`.
 */
export async function composeMessage(
  sql: Sql,
  { effect, contact, now, link }: { effect: EffectRow; contact: ContactRow; now: number; link: string | undefined },
): Promise<Message> {
  const store = await getStore(sql, effect.store_id)
  const covered = await readCovered(sql, coversOf(effect))
  const rows = effect.cause === 'answered' ? covered : covered.filter(({ state }) => state === 'open')
  const orders = rows.map(({ number, kind, fulfilment, since }) => {
    return { number, kind, fulfilment, minutes: Math.max(0, Math.floor((now - since) / 60_000)) }
  })
  return {
    id: effect.id,
    ...wordMessage(effect.cause, {
      id: effect.id,
      store: store.name,
      locale: store.locale,
      orders,
      link,
      by: effect.cause === 'answered' ? answererOf(rows) : undefined,
    }),
    link,
    urgent: effect.cause !== 'answered' && effect.cause !== 'test',
    mobile: effect.cause === 'answered' ? null : contact.mobile,
    facts: {
      cause: effect.cause,
      storeId: store.id,
      contact: contact.name,
      orders: orders.map(({ number, kind, fulfilment, minutes }) => ({
        number,
        kind,
        fulfilment,
        waitedMinutes: minutes,
      })),
    },
  }
}

interface Content {
  id: string
  store: string
  locale: Locale
  orders: readonly { number: string; kind: ReminderKind; fulfilment: Fulfilment; minutes: number }[]
  link: string | undefined
  by: string | undefined
}

/** Writes title and text. What people have named is defused; order numbers are letters, digits, `-` and `_`. */
function wordMessage(
  cause: EffectCause,
  { id, store, locale, orders, link, by }: Content,
): Pick<Message, 'title' | 'text'> {
  const words = WORDS[locale]
  const title = words.title(defuse(store, MAX_NAME))
  const minutes = Math.max(0, ...orders.map((order) => order.minutes))
  const told = { store, count: orders.length, minutes, by: by === undefined ? undefined : defuse(by, MAX_NAME) }
  const listed = orders.slice(0, MOST_LISTED).map((order) => {
    const waited = cause === 'answered' ? [] : [words.waited(order.minutes)]
    return [defuse(order.number, 64), words.kind[order.kind], words.fulfilment[order.fulfilment], ...waited].join(' · ')
  })
  const left = orders.length - listed.length
  const lines = [
    title,
    words.sentence[cause](told),
    ...listed,
    ...(left > 0 ? [words.more(left)] : []),
    ...(link === undefined ? [] : [words.link(link)]),
    words.number(id.slice(-SHOWN_ID)),
  ]
  return { title, text: lines.join('\n') }
}

/** Names who answered, where all was answered by one. */
function answererOf(rows: readonly CoveredRow[]): string | undefined {
  const names = rows.map(({ answered_by }) => {
    return answered_by === null ? undefined : (JSON.parse(answered_by) as AnsweredBy).name
  })
  return new Set(names).size === 1 ? names[0] : undefined
}

async function readCovered(sql: Sql, ids: readonly string[]): Promise<CoveredRow[]> {
  const rows = await Promise.all(
    ids.map((id) =>
      sql.get<CoveredRow>(
        `SELECT r.id, r.kind, r.state, r.since, r.answered_by, o.number, o.fulfilment
           FROM reminders r JOIN orders o ON o.id = r.order_id WHERE r.id = ?`,
        [id],
      ),
    ),
  )
  return rows.filter((row) => row !== undefined)
}
