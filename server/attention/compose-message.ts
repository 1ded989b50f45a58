import type { EffectCause } from '../../shared/api/attention.ts'
import type { Fulfilment } from '../../shared/order.ts'
import type { AnsweredBy, ReminderKind } from '../../shared/reminder.ts'
import type { Sql } from '../db/database.ts'
import { getStore } from '../stores/stores.ts'
import { findChannel } from './all-channels.ts'
import type { Message } from './channels/port.ts'
import type { ClaimedEffect } from './claim-effect.ts'
import { asksForHelp, coversOf } from './effect-row.ts'
import { reportedOf } from './reported.ts'
import type { DayFigures } from './texts/day-figures.ts'
import { defuse } from './texts/defuse.ts'
import { WORDS } from './texts/words.ts'
import { type CoveredRow, trueCause } from './true-cause.ts'

/** Orders that a message lists; of more it says how many. */
const MOST_LISTED = 10
/** Characters of a name in a message. */
const MAX_NAME = 40
/** The end of an effect's id, enough to tell one message from another. */
const SHOWN_ID = 6

/** The circumstances of a message: `now` in milliseconds, its link, and whether a device of the store is connected. */
export interface Circumstances {
  now: number
  link: string | undefined
  connected: boolean
}

/**
 * Words the message of an effect, in the language of its store, so that each word is true at this moment: reminders that
 * were answered since are left out. Rejects with `storage_unavailable`.
 */
export async function composeMessage(
  sql: Sql,
  { effect, contact, channel }: ClaimedEffect,
  { now, link, connected }: Circumstances,
): Promise<Message> {
  const store = await getStore(sql, effect.store_id)
  const covered = await readCovered(sql, coversOf(effect))
  const rows = effect.cause === 'answered' ? covered : covered.filter(({ state }) => state === 'open')
  const cause = trueCause(effect.cause, rows, { now, connected })
  const orders = rows.map(({ number, kind, fulfilment, since }) => {
    return { number, kind, fulfilment, waitedMinutes: Math.max(0, Math.floor((now - since) / 60_000)) }
  })
  const by = cause === 'answered' ? answererOf(rows) : undefined
  const minutes = Math.max(await aloneMinutes(sql, effect.wait_id), ...orders.map(({ waitedMinutes }) => waitedMinutes))
  const words = WORDS[store.locale]
  const name = defuse(store.name, MAX_NAME)
  const day = effect.facts === null ? undefined : (JSON.parse(effect.facts) as DayFigures)
  const told = {
    store: name,
    count: orders.length,
    minutes,
    by: by === undefined ? undefined : defuse(by, MAX_NAME),
    day,
  }
  const title = words.title(name)
  const sentence = words.sentence[cause](told)
  const module = findChannel(channel.kind)
  const mentions = asksForHelp(cause) || cause === 'test' || cause === 'report' || module?.needs === 'mobile'
  return {
    ...{ id: effect.id, title, link, ends: effect.reference },
    text: wordText(words, cause, { id: effect.id, title, sentence, orders, link }),
    sentence: module?.rings ? [name, sentence, ...(link === undefined ? [] : [words.keys])].join(' ') : sentence,
    short: words.short[cause](told),
    language: store.locale,
    urgent: asksForHelp(cause),
    mobile: mentions ? contact.mobile : null,
    email: contact.email,
    facts: {
      ...{ cause, storeId: store.id, store: name, contact: contact.name, minutes, orders },
      ...(day !== undefined && { report: day }),
    },
  }
}

interface Listed {
  number: string
  kind: ReminderKind
  fulfilment: Fulfilment
  waitedMinutes: number
}

/** Writes the text. What people have named is defused; order numbers are letters, digits, `-` and `_`. */
function wordText(
  words: (typeof WORDS)[keyof typeof WORDS],
  cause: EffectCause,
  message: { id: string; title: string; sentence: string; orders: readonly Listed[]; link: string | undefined },
): string {
  const { id, title, sentence, orders, link } = message
  const listed = orders.slice(0, MOST_LISTED).map((order) => {
    const waited = cause === 'answered' ? [] : [words.waited(order.waitedMinutes)]
    return [defuse(order.number, 64), words.kind[order.kind], words.fulfilment[order.fulfilment], ...waited].join(' · ')
  })
  const left = orders.length - listed.length
  return [
    title,
    sentence,
    ...listed,
    ...(left > 0 ? [words.more(left)] : []),
    ...(link === undefined ? [] : [words.link(link)]),
    words.number(id.slice(-SHOWN_ID)),
  ].join('\n')
}

/** Names who answered, where all was answered by one. */
function answererOf(rows: readonly CoveredRow[]): string | undefined {
  const names = rows.map(({ answered_by }) => {
    return answered_by === null ? undefined : (JSON.parse(answered_by) as AnsweredBy).name
  })
  return new Set(names).size === 1 ? names[0] : undefined
}

/** Reads for how many whole minutes the store has had no device in this wait; 0 for a message about orders. */
async function aloneMinutes(sql: Sql, waitId: string | null): Promise<number> {
  if (waitId === null) return 0
  const row = await sql.get<{ alone_ms: number }>('SELECT alone_ms FROM store_watch WHERE wait_id = ?', [waitId])
  return Math.floor((row?.alone_ms ?? 0) / 60_000)
}

async function readCovered(sql: Sql, ids: readonly string[]): Promise<CoveredRow[]> {
  const rows = await Promise.all(
    ids.map((id) =>
      sql.get<CoveredRow>(
        `SELECT r.id, r.kind, r.state, r.since, r.details, r.answered_by, o.number, o.fulfilment,
                ${reportedOf('r.id')}
           FROM reminders r JOIN orders o ON o.id = r.order_id WHERE r.id = ?`,
        [id],
      ),
    ),
  )
  return rows.filter((row) => row !== undefined)
}
