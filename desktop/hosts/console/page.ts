import { DEFAULT_LOCALE, type Locale, localeSchema, nearestLocale } from '../../../shared/locales.ts'
import { UNDO_MS } from '../../core/answers/held-answers.ts'
import type { Dialog } from '../../core/ports.ts'

/** This page in its browser: its address, its visibility, its human's language. */

/** Finds the language of ours that this browser's human reads best. */
export function browserLocale(): Locale {
  return nearestLocale(navigator.languages)
}

/**
 * Reads how long an answer can be taken back here, milliseconds. A page whose tests are about something else sets
 * `laidanUndoMs` to 0 before our scripts run.
 */
export function undoTime(): number {
  const given: unknown = Reflect.get(globalThis, 'laidanUndoMs')
  return typeof given === 'number' ? given : UNDO_MS
}

/** Reads the language that the screen is drawn in now: the screen writes it into the page for screen readers. */
export function pageLocale(): Locale {
  return localeSchema.catch(DEFAULT_LOCALE).parse(document.documentElement.lang)
}

/** Names the versions for "About": our own, and the browser's as it calls itself. */
export function versions(own: string): Record<string, string> {
  const [, name = 'Browser', version = '?'] =
    /\b(Edg|OPR|Firefox|(?:Headless)?Chrome)\/([\d.]+)/.exec(
      navigator.userAgent.replace(/Chrome\/\S+(?=.*\b(Edg|OPR)\/)/, ''),
    ) ?? []
  return { Laidan: own, [name]: version }
}

/** Takes the code of `?pair=CODE` or `#pair=CODE` out of the address, so that neither history nor bookmarks have it. */
export function takeOfferedCode(): string | undefined {
  const url = new URL(location.href)
  const inHash = new URLSearchParams(url.hash.slice(1)).get('pair')
  const code = url.searchParams.get('pair') ?? inHash
  if (code === null) return undefined
  url.searchParams.delete('pair')
  if (inHash !== null) url.hash = ''
  history.replaceState(null, '', url)
  return code.slice(0, 40)
}

/**
 * Reports whether the alert on this page could be seen; the screen draws it from the board. `hidden`: the tab is in the
 * background.
 */
export function createPageDialog(): Dialog {
  return {
    async show() {
      if (document.visibilityState !== 'visible') return 'hidden'
      await new Promise((resolve) => requestAnimationFrame(resolve))
      return 'ok'
    },
    dismiss() {},
  }
}

/** Reconnects at every sign that the network or the machine has come back, or that the network has gone. */
export function reportWakeUps(reconnectNow: (why: string) => void): void {
  addEventListener('online', () => reconnectNow('online'))
  addEventListener('offline', () => reconnectNow('offline'))
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) reconnectNow('resume')
  })
  document.addEventListener('resume', () => reconnectNow('resume'))
}

/**
 * Keeps the screen of a phone or tablet on while the page is seen. A browser may refuse; then the screen goes dark as
 * before.
 */
export function keepAwake(): void {
  if (!('wakeLock' in navigator)) return
  const request = () => {
    if (document.visibilityState === 'visible') navigator.wakeLock.request('screen').catch(() => {})
  }
  document.addEventListener('visibilitychange', request)
  request()
}

/** Asks the browser not to clear our storage when its disk is short. */
export function requestPersistentStorage(): void {
  void navigator.storage?.persist?.().catch(() => false)
}

/** Hands a text to the human as a downloaded file. */
export function saveText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  URL.revokeObjectURL(url)
}
