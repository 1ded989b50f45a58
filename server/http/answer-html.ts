import { createHash } from 'node:crypto'
import { LOCALES, type Locale } from '../../shared/locales.ts'
import { waitsForAcceptance } from '../../shared/reminder.ts'
import type { LinkedEffect, LinkedReminder } from '../attention/linked-effect.ts'
import { PAGE_WORDS, type PageWords } from '../attention/texts/page-words.ts'
import { WORDS } from '../attention/texts/words.ts'
import { escapeHtml } from './docs/docs-html.ts'

const STYLE = `body{font:18px/1.5 system-ui,sans-serif;margin:0 auto;max-width:32em;padding:1em;color:#1a1a1a;background:#fff}
h1{font-size:1.3em}section{border:1px solid #bbb;border-radius:8px;padding:.5em 1em;margin:1em 0}
button{font:inherit;padding:.6em 1em;margin:.3em .5em .3em 0;border-radius:8px;border:1px solid #777;min-height:48px}
.yes{background:#0b6b3a;color:#fff}input{font:inherit;padding:.5em;width:100%;box-sizing:border-box}`

/** The hash by which the page's policy admits its own style. */
export const ANSWER_STYLE_HASH = `sha256-${createHash('sha256').update(STYLE).digest('base64')}`

/** The fate of the answer that led to the page: it was carried out, or came too late. */
export type Outcome = 'counted' | 'late'

/**
 * Writes the page of a link: what became of an answer just now, what waits, and the forms that answer it; nothing of the
 * customer. `now` in milliseconds.
 */
export function answerHtml(
  { effect, contact, store, waiting }: LinkedEffect,
  now: number,
  outcome: Outcome | undefined,
): string {
  const words = PAGE_WORDS[store.locale]
  const title = escapeHtml(WORDS[store.locale].title(store.name))
  const said = outcome === undefined || effect.cause === 'test' ? '' : `<p><strong>${words[outcome]}</strong></p>`
  const hello = `<p>${escapeHtml(contact.name)}</p>${said}`
  if (effect.cause === 'test') {
    const arrived = effect.answered_at !== null
    const body = arrived ? `<p>${words.verified}</p>` : form([button('read', words.read, 'yes')])
    return page(store.locale, title, `${hello}${body}`)
  }
  const claimed = waiting.every(({ claimedUntil }) => (claimedUntil ?? 0) > now)
  const names = new Set(waiting.map(({ claimedBy }) => claimedBy))
  const [name] = names.size === 1 ? names : []
  const by = name === null || name === undefined ? undefined : escapeHtml(name)
  const claim = claimed ? `<p>${words.claimed(by)}</p>` : form([button('claim', words.claim, '')])
  return page(store.locale, title, hello + claim + waiting.map((one) => section(one, store.locale, now)).join(''))
}

/** Writes the page of a link that leads to nothing any more: in every language, because it is nobody’s. */
export function deadHtml(outcome?: Outcome): string {
  const [own, ...others] = LOCALES
  const said = (locale: Locale) =>
    `${outcome === undefined ? '' : `<p lang="${locale}"><strong>${PAGE_WORDS[locale][outcome]}</strong></p>`}`
  const body = others.map((locale) => `${said(locale)}<p lang="${locale}">${PAGE_WORDS[locale].dead}</p>`).join('')
  return page(own, PAGE_WORDS[own].dead, said(own) + body)
}

function section(reminder: LinkedReminder, locale: Locale, now: number): string {
  const words = PAGE_WORDS[locale]
  const { kind, fulfilment, waited } = WORDS[locale]
  const minutes = Math.max(0, Math.floor((now - reminder.since) / 60_000))
  const about = [reminder.number, kind[reminder.kind], fulfilment[reminder.fulfilment], waited(minutes)]
  return `<section><p>${about.map(escapeHtml).join(' · ')}</p>${answers(reminder, words)}</section>`
}

function answers({ id, kind }: LinkedReminder, words: PageWords): string {
  const about = `<input type="hidden" name="reminderId" value="${escapeHtml(id)}">`
  if (!waitsForAcceptance(kind)) return form([about, button('acknowledge', words.acknowledge, 'yes')])
  const reason = `<label>${words.reason}<input name="reason" required pattern=".*\\S.*" maxlength="200"></label>`
  return (
    form([about, button('confirm', words.confirm, 'yes')]) + form([about, reason, button('reject', words.reject, '')])
  )
}

function form(parts: readonly string[]): string {
  return `<form method="post">${parts.join('')}</form>`
}

function button(move: string, label: string, look: string): string {
  return `<button name="move" value="${move}" class="${look}">${label}</button>`
}

function page(locale: string, title: string, body: string): string {
  return `<!doctype html><html lang="${locale}"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${STYLE}</style><h1>${title}</h1>${body}</html>`
}
