import { useCallback, useEffect, useState } from 'react'
import { useUi } from '../parts/context.tsx'
import { dateAndTime } from '../parts/format.ts'
import { useHandOver } from './use-hand-over.ts'

/** The place in this browser, or this app's page, of the day on which the screen was opened last. */
const LAST_DAY = 'laidan-last-day'

/**
 * Hands the shop over at the first time of a day that the screen is opened: speaks what waits, what was missed today, and
 * how the bell is. Returns the sentence until it is dismissed. A device that was never opened before says nothing.
 */
export function useFirstToday(): { text: string | undefined; dismiss(): void } {
  const { bridge, clock, view, timezone } = useUi()
  const [text, setText] = useState<string>()
  const sentence = useHandOver()
  const { link, serverAheadMs } = view.status
  const ready = link === 'connected' && !view.host.bystander
  const today = dateAndTime(clock.now() + serverAheadMs, timezone).slice(0, 10)

  useEffect(() => {
    if (!ready) return
    const last = exchangeDay(today)
    if (last === undefined || last === today) return
    void bridge.report({}).then((result) => {
      const said = sentence(result.ok ? result.value.missed : 0)
      setText(said)
      void bridge.say(said)
    })
  }, [ready, today, bridge, sentence])

  return { text, dismiss: useCallback(() => setText(undefined), []) }
}

/** Keeps the day of this look, and returns that of the one before; `undefined`: there was none, or nothing is kept here. */
function exchangeDay(today: string): string | undefined {
  try {
    const last = localStorage.getItem(LAST_DAY) ?? undefined
    localStorage.setItem(LAST_DAY, today)
    return last
  } catch {
    // A browser that forbids it, as for a page of another site.
    return undefined
  }
}
