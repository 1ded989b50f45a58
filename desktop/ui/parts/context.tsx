import { createContext, type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { isTimeZone } from '../../../shared/api/stores.ts'
import type { Clock } from '../../../shared/clock.ts'
import type { Locale } from '../../../shared/locales.ts'
import type { Bridge, View } from '../bridge.ts'
import { wordsFor } from '../messages/index.ts'
import type { Words } from '../messages/messages.ts'

/** What every part of the screen may use. */
export interface Ui {
  bridge: Bridge
  clock: Clock
  view: View
  words: Words
  locale: Locale
  /** IANA name of the store's time zone; `undefined` before pairing, and when this host does not know it: the device's own. */
  timezone: string | undefined
}

const UiContext = createContext<Ui | null>(null)

/** Subscribes to the bridge, and gives what it shows to everything below. */
export function UiProvider({ bridge, clock, children }: { bridge: Bridge; clock: Clock; children: ReactNode }) {
  const view = useSyncExternalStore(bridge.subscribe, bridge.view)
  const { locale } = view.settings
  const zone = view.host.pairing?.store.timezone
  const timezone = zone !== undefined && isTimeZone(zone) ? zone : undefined
  const ui = useMemo(
    () => ({ bridge, clock, view, words: wordsFor(locale), locale, timezone }),
    [bridge, clock, view, locale, timezone],
  )
  useEffect(() => {
    document.documentElement.lang = locale
  }, [locale])
  return <UiContext value={ui}>{children}</UiContext>
}

/** Throws outside of a {@link UiProvider}. */
export function useUi(): Ui {
  const ui = useContext(UiContext)
  if (ui === null) throw new Error('useUi wants a UiProvider above')
  return ui
}

/** The server's wall clock, looked at every `everyMs`: when orders were placed and until when is told by it. */
export function useServerNow(everyMs: number): number {
  return useNow(everyMs) + useUi().view.status.serverAheadMs
}

/** The device's wall clock, looked at every `everyMs`. */
export function useNow(everyMs: number): number {
  const { clock } = useUi()
  const [now, setNow] = useState(clock.now)
  useEffect(() => {
    setNow(clock.now())
    return clock.every(everyMs, () => setNow(clock.now()))
  }, [clock, everyMs])
  return now
}
